#include "core/removal/removal_service.h"

#include <utility>

namespace sotto {

namespace {

RemovalOutcome left_by(const Error& error) {
    return {.left = error};
}

} // namespace

void RemovalService::remove(const RemovalTarget& target, Reply then) {
    library_.call([target](Library& library) { return library.removals().remove(target); }, main_,
                  scope_.wrap([this, then = std::move(then)](const Status& removed) mutable {
                      if (!removed) {
                          then(std::unexpected(removed.error()));
                          return;
                      }
                      purge(std::move(then));
                  }));
}

void RemovalService::resume() {
    purge([](const Result<RemovalOutcome>&) {
        // The next start tries again.
    });
}

void RemovalService::purge(Reply then) {
    library_.call([](Library& library) { return library.removals().pending(); }, main_,
                  scope_.wrap([this, then = std::move(then)](Result<KvRemoval> pending) mutable {
                      if (!pending) {
                          then(left_by(pending.error()));
                      } else if (pending->is_empty()) {
                          then(RemovalOutcome{});
                      } else if (store_ == nullptr) {
                          finish(*std::move(pending), std::move(then));
                      } else {
                          purge_store(*std::move(pending), std::move(then));
                      }
                  }));
}

void RemovalService::purge_store(KvRemoval removal, Reply then) {
    auto on_main =
        scope_.wrap([this, removal, then = std::move(then)](const Status& purged) mutable {
            if (!purged) {
                then(left_by(purged.error()));
                return;
            }
            finish(std::move(removal), std::move(then));
        });
    store_->purge(std::move(removal), [&main = main_,
                                       on_main = std::move(on_main)](const Status& purged) mutable {
        main.post_always([on_main = std::move(on_main), purged]() mutable { on_main(purged); });
    });
}

void RemovalService::finish(KvRemoval removal, Reply then) {
    library_.call([removal = std::move(removal)](
                      Library& library) { return library.removals().finish(removal); },
                  main_, scope_.wrap([then = std::move(then)](const Status& finished) mutable {
                      then(finished ? RemovalOutcome{} : left_by(finished.error()));
                  }));
}

} // namespace sotto
