"""Tests of the settings, the environment and the start-up checks."""
