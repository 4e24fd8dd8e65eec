"""Piccolo's own configuration: the owner's connection and the one app, for migrations only."""

from piccolo.conf.apps import AppRegistry

from kernel.db import QuietEngine
from kernel.settings import settings

DB = QuietEngine(config={"dsn": settings().migrations_url}, extensions=())

APP_REGISTRY = AppRegistry(apps=["web.piccolo_app"])
