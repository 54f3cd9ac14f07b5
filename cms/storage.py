from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files, with the hashed names also where one script imports another."""

    support_js_module_import_aggregation = True
