"""The errors a user can meet. Every message is one Vietnamese sentence that says what to do.

DanvanError
├── SettingError          a setting is unknown or malformed; names the key
├── UnreadableFile        a file could not become text; the message is the reason
│   └── SecretFile        a file marked as a state secret, refused at the door
├── QuestionError         a question that is empty or too long
├── NoIndex               nothing has been indexed yet
├── CorruptIndex          a generation whose files do not match its manifest
├── IndexBusy             another process is writing an index
├── WrongEmbedding        an index made with another embedding than the one configured
├── EmbeddingUnavailable  the configured embedding cannot be loaded
├── RerankerUnavailable   the configured reranker cannot be loaded
├── ChatModelFailed       the optional language model did not give a usable answer
├── BackupFailed          a backup cannot be written or read; nothing has been changed
├── CopyFailed            what was copied to another engine is not what was there
├── DatabaseUnavailable   the PostgreSQL of DATABASE_URL does not answer, or was made by a newer program
├── StateUnavailable      the file of conversations and questions cannot be opened or written
└── ChannelFailed         a chat channel refuses us (a wrong token) or is not set up
"""


class DanvanError(Exception):
    """Base of all errors whose text may be shown to a user."""


class SettingError(DanvanError):
    """A setting is unknown or malformed."""


class UnreadableFile(DanvanError):
    """A file could not be turned into text."""


class SecretFile(UnreadableFile):
    """A file marked as a state secret (MẬT, TỐI MẬT, TUYỆT MẬT)."""


class QuestionError(DanvanError):
    """A question that cannot be asked as it stands."""


class NoIndex(DanvanError):
    """No generation has been published."""


class CorruptIndex(DanvanError):
    """A generation's files do not match its manifest."""


class IndexBusy(DanvanError):
    """Another process is writing an index."""


class WrongEmbedding(DanvanError):
    """The index was made with another embedding."""


class EmbeddingUnavailable(DanvanError):
    """The embedding named by EMBEDDING_MODEL cannot be loaded."""


class RerankerUnavailable(DanvanError):
    """The reranker named by RERANKER_MODEL cannot be loaded."""


class ChatModelFailed(DanvanError):
    """The language model failed, timed out or answered in a form that cannot be used."""


class BackupFailed(DanvanError):
    """A backup cannot be written or read."""


class CopyFailed(DanvanError):
    """A copy in another engine differs from its source."""


class DatabaseUnavailable(DanvanError):
    """The PostgreSQL server cannot be reached, or its tables belong to a newer program."""


class StateUnavailable(DanvanError):
    """The bot's state file cannot be opened or written."""


class ChannelFailed(DanvanError):
    """No channel is set up, or one refuses its token."""
