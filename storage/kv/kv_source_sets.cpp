#include "storage/kv/kv_source_sets.h"

#include <algorithm>
#include <format>
#include <string>
#include <string_view>

namespace sotto::storage {
namespace {

// The sets that have a removed source.
constexpr std::string_view kRemovedSets =
    "WITH removed_set (id) AS (SELECT set_id FROM source JOIN removed_source "
    "USING (library, kind, id)) ";

} // namespace

// A set as text: "7: c5 d3 d7". Equal sets have equal texts.
std::string KvSourceSets::text_of(std::span<const KvSource> sources) const {
    KvSources sorted(sources.begin(), sources.end());
    std::ranges::sort(sorted);
    const auto repeated = std::ranges::unique(sorted);
    sorted.erase(repeated.begin(), repeated.end());
    std::string text = std::format("{}:", library_);
    for (const KvSource& source : sorted) {
        text +=
            std::format(" {}{}", source.kind == KvSource::Kind::document ? 'd' : 'c', source.id);
    }
    return text;
}

Result<bool> KvSourceSets::is_removed(std::span<const KvSource> sources) {
    for (const KvSource& source : sources) {
        auto rows =
            connection_.query("SELECT 1 FROM removed_source WHERE library = ?1 AND kind = ?2 "
                              "AND id = ?3",
                              library_, static_cast<std::int64_t>(source.kind), source.id);
        if (!rows) {
            return std::unexpected(rows.error());
        }
        if (auto found = rows->step(); !found || *found) {
            return found;
        }
    }
    return false;
}

Result<bool> KvSourceSets::has(std::int64_t entry, std::span<const KvSource> sources) {
    if (sources.empty()) {
        return true;
    }
    const std::string members = text_of(sources);
    auto rows = connection_.query("SELECT 1 FROM entry_source_set JOIN source_set ON "
                                  "source_set.id = set_id WHERE entry_id = ?1 AND members = ?2",
                                  entry, std::string_view(members));
    if (!rows) {
        return std::unexpected(rows.error());
    }
    return rows->step();
}

Status KvSourceSets::add(std::int64_t entry, std::span<const KvSource> sources) {
    if (sources.empty()) {
        return {};
    }
    const std::string members = text_of(sources);
    Status status =
        connection_.run("INSERT INTO source_set (members) VALUES (?1) ON CONFLICT DO NOTHING",
                        std::string_view(members));
    const bool is_new = status && connection_.changes() > 0;
    for (std::size_t i = 0; status && is_new && i < sources.size(); ++i) {
        status = connection_.run("INSERT INTO source (library, kind, id, set_id) SELECT ?1, ?2, "
                                 "?3, id FROM source_set WHERE members = ?4 ON CONFLICT DO NOTHING",
                                 library_, static_cast<std::int64_t>(sources[i].kind),
                                 sources[i].id, std::string_view(members));
    }
    return status.and_then([&] {
        return connection_.run("INSERT INTO entry_source_set (entry_id, set_id) SELECT ?1, id FROM "
                               "source_set WHERE members = ?2 ON CONFLICT DO NOTHING",
                               entry, std::string_view(members));
    });
}

Status KvSourceSets::set_removed(std::span<const KvSource> sources) {
    Status status;
    for (std::size_t i = 0; status && i < sources.size(); ++i) {
        status =
            connection_.run("INSERT INTO removed_source (library, kind, id) "
                            "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                            library_, static_cast<std::int64_t>(sources[i].kind), sources[i].id);
    }
    return status;
}

Status KvSourceSets::unset_removed(std::span<const KvSource> sources) {
    Status status;
    for (std::size_t i = 0; status && i < sources.size(); ++i) {
        status = connection_.run(
            "DELETE FROM removed_source WHERE library = ?1 AND kind = ?2 AND id = ?3", library_,
            static_cast<std::int64_t>(sources[i].kind), sources[i].id);
    }
    return status;
}

Result<bool> KvSourceSets::remove_some_entries() {
    const Status status = connection_.run(std::format(
        "{}DELETE FROM entry WHERE id IN (SELECT entry_id FROM entry_source_set AS own WHERE "
        "set_id "
        "IN removed_set AND NOT EXISTS (SELECT 1 FROM entry_source_set WHERE entry_id = "
        "own.entry_id AND set_id NOT IN removed_set) LIMIT 16)",
        kRemovedSets));
    if (!status) {
        return std::unexpected(status.error());
    }
    return connection_.changes() > 0;
}

Status KvSourceSets::drop_removed_sets() {
    return connection_.run(
        std::format("{}DELETE FROM source_set WHERE id IN removed_set OR NOT EXISTS (SELECT 1 FROM "
                    "entry_source_set WHERE set_id = source_set.id)",
                    kRemovedSets));
}

} // namespace sotto::storage
