#include "core/removal/removal_service.h"
#include "tests/support/pumped_ports.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

using namespace sotto;
using namespace sotto::test;

namespace {

/// A store that only removes, when a test lets it.
class RemovingStore final : public KvStore {
public:
    std::vector<KvRemoval> removals;
    std::vector<Removed> waiting;

    Result<KvMatch> find(KvQuery, const std::stop_token&) override { return KvMatch{}; }
    Status read(KvName, KvTarget, const std::stop_token&) override {
        return fail(ErrorCode::not_found, "nothing is stored");
    }
    void save(KvEntry) override {}
    void pin(std::vector<KvKey>) override {}
    void purge(KvRemoval removal, Removed then) override {
        removals.push_back(std::move(removal));
        waiting.push_back(std::move(then));
    }
    void clear(Removed then) override { then(Status()); }

    void end(const Status& status) {
        for (Removed& then : std::exchange(waiting, {})) {
            then(status);
        }
    }
};

struct Fixture : PumpedLibrary {
    RemovingStore store;
    std::unique_ptr<RemovalService> service =
        std::make_unique<RemovalService>(main, bound_library, &store);
    std::optional<Result<RemovalOutcome>> outcome;

    ConversationId begin() {
        pump_library(); // makes the library
        return library->conversations_store.begin_turn({}, "t", "q", "m")->conversation;
    }
    void remove(const RemovalTarget& target) {
        service->remove(target, [this](const Result<RemovalOutcome>& ended) { outcome = ended; });
        pump_library();
    }
};

} // namespace

TEST_CASE("a removal ends when the library and the store have removed it") {
    Fixture f;
    const ConversationId id = f.begin();
    f.remove(id);
    CHECK(f.library->conversations_store.all.empty());
    CHECK_FALSE(f.outcome);
    REQUIRE(f.store.removals.size() == 1);
    CHECK(f.store.removals[0].gone == KvSources{KvSource(id)});
    f.store.end({});
    f.pump_library();
    REQUIRE(f.outcome);
    REQUIRE(*f.outcome);
    CHECK_FALSE((*f.outcome)->left);
    CHECK(f.library->removal_store.recorded.is_empty());
}

TEST_CASE("what is not there is an error, and the store is not asked") {
    Fixture f;
    f.begin();
    f.remove(DocumentId{77});
    REQUIRE(f.outcome);
    REQUIRE_FALSE(*f.outcome);
    CHECK(f.outcome->error().code == ErrorCode::not_found);
    CHECK(f.store.removals.empty());
}

TEST_CASE("what a busy store or library leaves is removed by the next removal, or the next start") {
    Fixture f;
    const ConversationId id = f.begin();
    const bool is_store_busy = GENERATE(true, false);
    if (!is_store_busy) {
        f.library->removal_store.next_failure = Error{ErrorCode::busy, "busy"};
    }
    f.remove(id);
    f.store.end(is_store_busy ? Status(fail(ErrorCode::busy, "busy")) : Status());
    f.pump_library();
    REQUIRE(f.outcome);
    REQUIRE(*f.outcome);
    REQUIRE((*f.outcome)->left);
    CHECK((*f.outcome)->left->code == ErrorCode::busy);
    CHECK(f.library->removal_store.recorded.gone == KvSources{KvSource(id)});

    f.service = std::make_unique<RemovalService>(f.main, f.bound_library, &f.store);
    f.service->resume();
    f.pump_library();
    f.store.end({});
    f.pump_library();
    CHECK(f.library->removal_store.recorded.is_empty());
    f.service->resume(); // there is nothing left to do
    f.pump_library();
    CHECK(f.store.removals.size() == 2);
}

TEST_CASE("without a store a removal is finished by the library alone") {
    Fixture f;
    const ConversationId id = f.begin();
    f.service = std::make_unique<RemovalService>(f.main, f.bound_library, nullptr);
    f.remove(id);
    REQUIRE(f.outcome);
    CHECK(f.library->removal_store.recorded.is_empty());
}

TEST_CASE("a service that is gone calls nobody") {
    Fixture f;
    f.remove(f.begin());
    f.service.reset();
    f.store.end({});
    f.pump_library();
    CHECK_FALSE(f.outcome);
}
