#pragma once

#include "core/ports/summary_store.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

/// Summaries in memory.
class InMemorySummaries final : public SummaryStore {
public:
    using Key = std::array<std::string, 4>; ///< document, model, recipe, text
    std::map<Key, std::string> all;
    std::optional<Error> next_failure; ///< answers the next save, once

    Result<std::vector<std::optional<std::string>>>
    find(const SummarySource& source, const std::vector<SharedText>& texts) override {
        std::vector<std::optional<std::string>> found;
        for (const SharedText& text : texts) {
            const auto kept = all.find(key(source, std::string(text)));
            found.push_back(kept == all.end() ? std::nullopt : std::optional(kept->second));
        }
        return found;
    }
    Status save(const SummarySource& source, std::string_view text,
                std::string_view summary) override {
        if (auto error = std::exchange(next_failure, std::nullopt)) {
            return std::unexpected(*error);
        }
        all[key(source, std::string(text))] = summary;
        return {};
    }

private:
    static Key key(const SummarySource& source, const std::string& text) {
        return {std::to_string(source.document.value), source.model, source.recipe, text};
    }
};

} // namespace sotto::test
