#pragma once

#include "core/error.h"
#include "core/executor/bound.h"
#include "core/executor/callback_scope.h"
#include "core/ports/kv_store.h"
#include "core/ports/library.h"

#include <functional>
#include <optional>

namespace sotto {

/// A removal from the library, which is durable.
struct RemovalOutcome {
    /// Why traces of the removed text are still on the disk, if they are: the next removal, or the
    /// next start of the program, removes them.
    std::optional<Error> left = std::nullopt;
};

/// Removes conversations, turns and documents with everything that stems from them: texts, search
/// index, summaries, and the keys and values that any model computed from them with any prompt. All
/// of it is overwritten. Runs on: the main executor (also construction and destruction).
class RemovalService {
public:
    /// `store`: null where none is kept. Owner: the caller keeps all of them alive until the
    /// service is gone.
    RemovalService(Executor& main, Bound<Library>& library, KvStore* store)
        : main_(main), library_(library), store_(store) {}

    RemovalService(const RemovalService&) = delete;
    RemovalService& operator=(const RemovalService&) = delete;

    using Reply = std::move_only_function<void(const Result<RemovalOutcome>&)>;

    /// Removes it, and then calls `then`, unless the service is gone. Errors: of the library;
    /// nothing was removed then.
    void remove(const RemovalTarget& target, Reply then);

    /// Finishes what removals of an earlier run have left.
    void resume();

private:
    void purge(Reply then);
    void purge_store(KvRemoval removal, Reply then);
    void finish(KvRemoval removal, Reply then);

    Executor& main_;
    Bound<Library>& library_;
    KvStore* store_;
    CallbackScope scope_;
};

} // namespace sotto
