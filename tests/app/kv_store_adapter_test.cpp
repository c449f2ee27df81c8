#include "app/runtime/kv_store_adapter.h"
#include "core/executor/loop_executor.h"
#include "core/executor/thread_executor.h"
#include "tests/storage/kv/kv_texts.h"
#include "tests/storage/support/must.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>

using namespace sotto;
using namespace sotto::app;
using namespace sotto::test;
using sotto::storage::KvText;
using sotto::storage::must;
using sotto::storage::text_of;

namespace {

KvTarget target_of(const std::shared_ptr<std::vector<std::byte>>& bytes) {
    return {.bytes = {std::span(*bytes)}, .owner = bytes};
}

} // namespace

TEST_CASE("a saved entry is found by the next query, on the store's own thread") {
    const TempFolder folder;
    const KvText text(text_of(10, 1));
    const auto notice = std::make_shared<KvNotice>();
    ThreadExecutor thread("kv");
    KvStoreAdapter link(thread, folder.path() / "kv.db", {}, notice);
    CHECK(must(link.find(text.query(), {})).tokens == 0);
    link.save(text.entry(text.block(0), 4));
    link.save(text.entry(text.block(1), 8));
    link.save(text.entry(text.checkpoint(10), 10));
    link.pin({text.block(0).key});
    CHECK(must(link.find(text.query(), {})).tokens == 10);
    const auto bytes =
        std::make_shared<std::vector<std::byte>>(text.bytes_of(text.block(1)).size());
    must(link.read(text.block(1), target_of(bytes), {}));
    CHECK(*bytes == text.bytes_of(text.block(1)));
    link.clear([](const Status& cleared) { must(cleared); });
    CHECK(must(link.find(text.query(), {})).stored_blocks == 0);
    CHECK_FALSE(notice->take());
}

TEST_CASE("the database is not opened before it is used") {
    const TempFolder folder;
    LoopExecutor loop;
    {
        const KvStoreAdapter link(loop, folder.path() / "kv.db", {}, std::make_shared<KvNotice>());
        loop.run_pending();
    }
    loop.run_pending();
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a wait for the store can be stopped while the store finishes its work") {
    const TempFolder folder;
    const KvText text(text_of(10, 1));
    LoopExecutor loop; // does nothing until it is pumped
    auto link = std::make_unique<KvStoreAdapter>(loop, folder.path() / "kv.db", storage::KvBudget{},
                                                 std::make_shared<KvNotice>());
    std::stop_source stop;
    stop.request_stop();
    auto bytes = std::make_shared<std::vector<std::byte>>(text.bytes_of(text.block(0)).size());
    link->save(text.entry(text.block(0), 4));
    const Status stopped = link->read(text.block(0), target_of(bytes), stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().code == ErrorCode::cancelled);
    const std::weak_ptr<std::vector<std::byte>> watched = bytes;
    bytes.reset();
    CHECK(watched.lock()); // the work still to come owns what it writes to
    loop.run_pending();
    CHECK_FALSE(watched.lock());
    link.reset();
    loop.run_pending();
}

TEST_CASE("a store that cannot be opened reports it once, and no call waits for it") {
    const TempFolder folder;
    const KvText text(text_of(10, 1));
    const auto notice = std::make_shared<KvNotice>();
    ThreadExecutor thread("kv");
    KvStoreAdapter link(thread, folder.path() / "no such folder" / "kv.db", {}, notice);
    CHECK_FALSE(link.find(text.query(), {}));
    const auto told = notice->take();
    REQUIRE(told);
    CHECK(told->code == ErrorCode::io);
    link.save(text.entry(text.block(0), 4));
    CHECK_FALSE(link.find(text.query(), {}));
    CHECK_FALSE(notice->take());
}

TEST_CASE("a full store is reported once, and no entry is saved after a gap") {
    const TempFolder folder;
    const KvText text(text_of(80, 1), 400'000);
    const auto notice = std::make_shared<KvNotice>();
    ThreadExecutor thread("kv");
    KvStoreAdapter link(thread, folder.path() / "kv.db",
                        {.max_bytes = 3'000'000, .share_of_disk = 1}, notice);
    CHECK(must(link.find(text.query(), {})).tokens == 0);
    for (std::size_t i = 0; i < text.blocks(); ++i) {
        link.save(text.entry(text.block(i), (i + 1) * 4));
    }
    const auto stored = must(link.find(text.query(), {})).stored_blocks;
    CHECK(stored > 2);
    CHECK(stored < text.blocks());
    const auto told = notice->take();
    REQUIRE(told);
    CHECK(told->code == ErrorCode::out_of_space);
    link.save(text.entry(text.block(0), 4));
    CHECK(must(link.find(text.query(), {})).stored_blocks == stored);
    CHECK_FALSE(notice->take());
}

TEST_CASE("a busy moment ends the saving of one prompt, not of the next") {
    const TempFolder folder;
    const auto file = folder.path() / "kv.db";
    const KvText text(text_of(12, 1));
    const auto notice = std::make_shared<KvNotice>();
    ThreadExecutor thread("kv");
    KvStoreAdapter link(thread, file, {}, notice);
    link.save(text.entry(text.block(0), 4));
    CHECK(must(link.find(text.query(), {})).stored_blocks == 1);
    {
        auto other = must(storage::Connection::open(file));
        const auto held = must(storage::Transaction::begin(other));
        link.save(text.entry(text.block(1), 8));
        link.save(text.entry(text.block(2), 12)); // behind the gap: not even tried
        CHECK(must(link.find(text.query(), {})).stored_blocks == 1);
    }
    CHECK_FALSE(notice->take());
    link.save(text.entry(text.block(1), 8));
    link.save(text.entry(text.block(2), 12));
    CHECK(must(link.find(text.query(), {})).stored_blocks == 3);
    CHECK_FALSE(notice->take());
}
