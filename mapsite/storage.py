from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names for ever-cached files, also in the import statements of native modules."""

    support_js_module_import_aggregation = True
