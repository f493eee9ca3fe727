//! Operating a client: time, retries, limits, credentials, logging.
