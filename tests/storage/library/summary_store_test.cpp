#include "storage/library/library_database.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;
using namespace sotto::storage;

namespace {

using Found = std::vector<std::optional<std::string>>;

struct Fixture {
    TempFolder folder;
    std::unique_ptr<Library> library = must(open_library(folder.library()));
    DocumentId document = must(library->documents().add({.title = "book", .text = "a b c"}));
    SummarySource source{document, "model", "recipe"};
    SummaryStore& store() { return library->summaries(); }
};

} // namespace

TEST_CASE("saved summaries are found by their texts, in order, also after a restart") {
    Fixture fixture;
    CHECK(must(fixture.store().find(fixture.source, {"a", "b"})) ==
          Found{std::nullopt, std::nullopt});
    must(fixture.store().save(fixture.source, "b", "of b"));
    must(fixture.store().save(fixture.source, "c", ""));
    must(fixture.store().save(fixture.source, "b", "of b, again"));
    fixture.library.reset();
    fixture.library = must(open_library(fixture.folder.library()));
    CHECK(must(fixture.store().find(fixture.source, {"c", "a", "b"})) ==
          Found{"", std::nullopt, "of b, again"});
    CHECK(must(fixture.store().find(fixture.source, {})).empty());
}

TEST_CASE("summaries belong to one document, model and recipe") {
    Fixture fixture;
    const DocumentId other =
        must(fixture.library->documents().add({.title = "other", .text = "other"}));
    must(fixture.store().save(fixture.source, "a", "of a"));
    for (const SummarySource& source : {SummarySource{other, "model", "recipe"},
                                        SummarySource{fixture.document, "model 2", "recipe"},
                                        SummarySource{fixture.document, "model", "recipe 2"}}) {
        CHECK(must(fixture.store().find(source, {"a"})) == Found{std::nullopt});
    }
}

TEST_CASE("removing a document removes its summaries and no others") {
    Fixture fixture;
    const std::string canary = "canary-51c07e9d3a";
    const DocumentId other =
        must(fixture.library->documents().add({.title = "other", .text = "other"}));
    must(fixture.store().save({other, "model", "recipe"}, "a", "stays"));
    must(fixture.store().save(fixture.source, "a", canary));
    must(fixture.library->documents().remove(fixture.document));
    CHECK(must(fixture.store().find(fixture.source, {"a"})) == Found{std::nullopt});
    CHECK(must(fixture.store().find({other, "model", "recipe"}, {"a"})) == Found{"stays"});
    for (const auto& entry : std::filesystem::directory_iterator(fixture.folder.path())) {
        CHECK_FALSE(read_file(entry.path()).contains(canary));
    }
    const Status late = fixture.store().save(fixture.source, "b", "too late");
    REQUIRE_FALSE(late);
    CHECK(late.error().code == ErrorCode::not_found);
}
