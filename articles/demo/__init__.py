"""The demo newsroom: raw documents, a scripted desk, and pictures drawn by the product."""
