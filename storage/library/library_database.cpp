#include "storage/library/library_database.h"

#include "storage/copies/library_content.h"
#include "storage/copies/migration_copy.h"
#include "storage/files/private_file.h"
#include "storage/library/conversation_store.h"
#include "storage/library/document_store.h"
#include "storage/library/removal_store.h"
#include "storage/library/summary_store.h"
#include "storage/search/search_index.h"
#include "storage/sqlite/migrations.h"

#include <sys/stat.h>
#include <unistd.h>

#include <format>
#include <optional>
#include <system_error>
#include <utility>

namespace sotto::storage {
namespace {

class LibraryDatabase final : public Library {
public:
    LibraryDatabase(Connection connection, WriterLock writer, const WallClock& clock,
                    std::filesystem::path file = {})
        : connection_(std::move(connection)), writer_(std::move(writer)),
          conversations_(connection_, writer_, clock), documents_(connection_, clock),
          search_(connection_), summaries_(connection_),
          removals_(connection_, writer_, documents_, std::move(file)) {}

    ConversationStore& conversations() override { return conversations_; }
    DocumentStore& documents() override { return documents_; }
    SearchIndex& search() override { return search_; }
    SummaryStore& summaries() override { return summaries_; }
    RemovalStore& removals() override { return removals_; }

    Status index_documents() { return documents_.index_missing(); }
    void checkpoint_on_close() { connection_.set_on_close(Connection::OnClose::checkpoint); }

private:
    Connection connection_;
    WriterLock writer_;
    SqlConversationStore conversations_;
    SqlDocumentStore documents_;
    SqlSearchIndex search_;
    SqlSummaryStore summaries_;
    SqlRemovalStore removals_;
};

enum class FileKind { missing, regular };

Result<FileKind> kind_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    switch (status.type()) {
    case std::filesystem::file_type::regular:
        return FileKind::regular;
    case std::filesystem::file_type::not_found:
        return FileKind::missing;
    case std::filesystem::file_type::none:
        return fail(ErrorCode::io,
                    std::format("the library cannot be reached ({})", error.message()));
    default:
        return fail(ErrorCode::io, "something that is not a file is in the library's place");
    }
}

// Takes all rights from others. Called only when the file is known to be a library.
void make_private(const std::filesystem::path& file) {
    struct stat status = {};
    if (::stat(file.c_str(), &status) == 0 && (status.st_mode & 077) != 0) {
        // This fails when the file belongs to another user; the library works all the same.
        static_cast<void>(::chmod(file.c_str(), status.st_mode & 0700));
    }
}

// Device and inode, which tell whether a name still means the same file; nothing when there is
// none.
using FileIdentity = std::optional<std::pair<dev_t, ino_t>>;

FileIdentity identity_of(const std::filesystem::path& file) {
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return std::pair{status.st_dev, status.st_ino};
}

// After a migration that changed nothing, the copy is of no use.
void remove_useless_copy(Connection& connection, const std::filesystem::path& file,
                         std::int64_t version) {
    if (connection.read_integer("PRAGMA user_version") == version) {
        ::unlink(migration_copy_file(file, version).c_str());
    }
}

} // namespace

Status check_header(Connection& connection, const std::filesystem::path& file) {
    const auto header = connection.read_header();
    if (!header) {
        return std::unexpected(header.error());
    }
    if (header->file_bytes == 0 && header->is_blank) {
        return {}; // new; a file of one byte counts as empty for SQLite, too
    }
    constexpr std::int64_t kHeaderBytes = 100;
    if (header->has_magic && header->file_bytes >= kHeaderBytes) {
        if (header->application_id != kLibraryApplicationId) {
            return std::unexpected(foreign_database_error());
        }
        const auto newest = static_cast<std::int64_t>(library_migrations().size());
        if (header->user_version > newest) {
            return std::unexpected(newer_version_error(header->user_version, newest));
        }
        return {};
    }
    // A power cut during creation leaves zeros, and a journal with which SQLite rolls them back.
    std::error_code error;
    if (header->is_blank && std::filesystem::exists(with_suffix(file, "-journal"), error)) {
        return {};
    }
    return fail(ErrorCode::corrupt_data,
                "the library's file is not a database, or its beginning is damaged");
}

std::filesystem::path writer_lock_file(const std::filesystem::path& library) {
    return with_suffix(library, "-writers");
}

Result<std::unique_ptr<Library>> open_library(const std::filesystem::path& file,
                                              const WallClock& clock) {
    const auto kind = kind_of(file);
    if (!kind) {
        return std::unexpected(kind.error());
    }
    if (*kind == FileKind::missing) {
        if (Status status = create_private_file(file, "the library cannot be created"); !status) {
            return std::unexpected(status.error());
        }
    }
    const FileIdentity opened = identity_of(file);
    auto connection = Connection::open(file);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    // A library refused below stays untouched, including its log.
    connection->set_on_close(Connection::OnClose::leave_log);
    const auto newest = static_cast<std::int64_t>(library_migrations().size());
    const auto version = check_header(*connection, file).and_then([&] {
        return copy_before_migration(*connection, file, newest);
    });
    if (!version) {
        return std::unexpected(version.error());
    }
    if (Status status = migrate(*connection, library_migrations()).and_then([&] {
            return connection->use_write_ahead_log();
        });
        !status) {
        remove_useless_copy(*connection, file, *version);
        return std::unexpected(status.error());
    }
    make_private(file);
    auto writer = WriterLock::open(writer_lock_file(file));
    if (!writer) {
        return std::unexpected(writer.error());
    }
    // The writer lock keeps others from replacing the library; until it was taken, they could.
    if (identity_of(file) != opened) {
        return fail(ErrorCode::busy, "the library has just been replaced; try again");
    }
    auto library =
        std::make_unique<LibraryDatabase>(std::move(*connection), std::move(*writer), clock, file);
    if (auto recovered = library->conversations().recover_interrupted(); !recovered) {
        return std::unexpected(recovered.error());
    }
    if (Status status = library->index_documents(); !status) {
        return std::unexpected(status.error());
    }
    if (*version == newest) {
        remove_migration_copies(file, newest);
    }
    library->checkpoint_on_close();
    return library;
}

Result<std::unique_ptr<Library>> open_library_in_memory(const WallClock& clock) {
    auto connection = Connection::open_in_memory();
    if (!connection) {
        return std::unexpected(connection.error());
    }
    if (Status status = migrate(*connection, library_migrations()); !status) {
        return std::unexpected(status.error());
    }
    auto writer = WriterLock::open_in_memory();
    if (!writer) {
        return std::unexpected(writer.error());
    }
    return std::make_unique<LibraryDatabase>(std::move(*connection), std::move(*writer), clock);
}

Result<std::vector<std::string>> check_library(const std::filesystem::path& file) {
    const auto kind = kind_of(file);
    if (!kind) {
        return std::unexpected(kind.error());
    }
    if (*kind == FileKind::missing) {
        return fail(ErrorCode::not_found, "there is no library yet");
    }
    auto connection = Connection::open(file);
    if (!connection) {
        return std::unexpected(connection.error());
    }
    connection->set_on_close(Connection::OnClose::leave_log);
    if (Status status = check_header(*connection, file); !status) {
        return std::unexpected(status.error());
    }
    return check_integrity(*connection);
}

} // namespace sotto::storage
