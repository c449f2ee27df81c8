#include "core/citations/citation_finder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;

namespace {

const std::string kLease = "The rent is 900 euros a month.\n\n"
                           "The tenant may terminate the lease early with a suitable successor.\n";

DocumentText lease() {
    const auto second = static_cast<std::int64_t>(kLease.find("The tenant"));
    return {"lease.pdf",
            kLease,
            {{DocumentMarkKind::page, 0, "1"},
             {DocumentMarkKind::section, second, "Ending"},
             {DocumentMarkKind::page, second, "2"}}};
}

} // namespace

TEST_CASE("a citation knows the page and the section of its passage") {
    CitationFinder finder;
    REQUIRE(finder.open(7, {lease()}));
    const auto found =
        finder.find(7, "You may terminate the lease early if there is a suitable successor.");
    REQUIRE(found);
    REQUIRE(found->size() == 1);
    CHECK((*found)[0].citation.offset == static_cast<std::int64_t>(kLease.find("The tenant")));
    CHECK((*found)[0].begin == DocumentPlace{"2", "Ending"});
    CHECK((*found)[0].end == DocumentPlace{"2", "Ending"});
    CHECK(finder.find(7, "Bread needs salt, water and flour.")->empty());
    CHECK(finder.find(7, "The rent is 900 euros a month.", std::vector<std::size_t>{0})->empty());
}

TEST_CASE("only the set of documents that is open is asked about") {
    CitationFinder finder;
    CHECK_FALSE(finder.find(1, "The rent is 900 euros."));
    REQUIRE(finder.open(1, {lease()}));
    CHECK(finder.find(1, "The rent is 900 euros a month.")->size() == 1);
    REQUIRE(finder.open(2, {{"other.txt", "Nothing about it."}}));
    const auto stale = finder.find(1, "The rent is 900 euros a month.");
    REQUIRE_FALSE(stale);
    CHECK(stale.error().code == ErrorCode::not_found);
    CHECK(finder.find(2, "The rent is 900 euros a month.")->empty());
    finder.close();
    CHECK_FALSE(finder.find(2, "Nothing about it."));
}
