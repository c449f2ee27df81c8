#include "app/runtime/session_catalog.h"
#include "tests/support/in_memory_catalog.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>

namespace sotto::app {

namespace {

std::unique_ptr<test::InMemoryCatalog> two_models() {
    auto models = std::make_unique<test::InMemoryCatalog>();
    models->models.resize(2);
    models->models[0].name = "one";
    models->models[0].is_default = true;
    models->models[1].name = "two";
    return models;
}

} // namespace

TEST_CASE("a session's choice of a model is not written to the catalog") {
    auto models = two_models();
    const auto* const stored = models.get();
    SessionCatalog session(std::move(models));
    CHECK(session.find("")->summary.name == "one");
    REQUIRE(session.use("two"));
    CHECK(session.find("")->summary.name == "two");
    CHECK(session.find("")->summary.is_default);
    CHECK_FALSE(session.list()->at(0).is_default);
    CHECK(session.list()->at(1).is_default);
    CHECK(stored->chosen.empty());
    CHECK(session.use("three").error().code == ErrorCode::not_found);
    CHECK(session.find("")->summary.name == "two");
}

TEST_CASE("a session changes no model") {
    SessionCatalog session(two_models());
    CHECK(session.import({}, {}, {}).error().code == ErrorCode::unsupported);
    CHECK(session.write_bundle("one", "/nowhere", {}, {}).error().code == ErrorCode::unsupported);
    CHECK(session.remove("one").error().code == ErrorCode::unsupported);
    CHECK(session.list()->size() == 2);
}

TEST_CASE("a session without models says so") {
    SessionCatalog session(nullptr);
    CHECK(session.list()->empty());
    CHECK(session.find("").error().code == ErrorCode::not_found);
    CHECK(session.verify_all("one").error().code == ErrorCode::not_found);
    CHECK(session.use("one").error().code == ErrorCode::not_found);
}

} // namespace sotto::app
