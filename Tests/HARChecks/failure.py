"""What was found wrong."""


class Failure(Exception):
    pass
