#pragma once

#include "app/extract/page/page_visibility.h"

#include <string>
#include <vector>

namespace sotto::extract {

/// Counts the items of the lists that are open.
class PageLists {
public:
    [[nodiscard]] static bool is_list(GumboTag tag);

    [[nodiscard]] bool is_open() const { return !lists_.empty(); }

    /// Begins and ends a list.
    void open(const GumboNode* list, const Visibility& seen);
    void close() { lists_.pop_back(); }

    /// What stands before the next item: "3. ", "c. ", "- "; empty where nothing does.
    [[nodiscard]] std::string marker_of(const GumboElement& item, const Visibility& seen);

private:
    struct List {
        bool is_ordered = false;
        ListNumbering numbering = ListNumbering::bullet;
        int next = 1;
        int step = 1;
    };
    std::vector<List> lists_;
};

} // namespace sotto::extract
