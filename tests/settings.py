"""The product's settings in test mode, with folders of their own for this process."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="newsroom-test-")
os.mkdir(os.path.join(_folder, "static"))  # whitenoise warns where it is missing
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["NEWSROOM_MODE"] = "test"
os.environ["NEWSROOM_VAR"] = _folder
os.environ.setdefault("DATABASE_URL", os.environ.get("TEST_DATABASE_URL", ""))

from newsroom.settings import *  # noqa: E402, F403  the mode must be set first
from newsroom.settings import DATABASES  # noqa: E402
from tests import migrated  # noqa: E402

# What the run migrated once is copied by each of its processes.
if migrated.given():
    DATABASES["default"]["TEST"] = {"MIGRATE": False, "TEMPLATE": migrated.given()}

# Real hashing is slow on purpose; tests log in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
