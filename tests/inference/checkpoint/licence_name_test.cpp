#include "inference/checkpoint/licence_name.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::inference {

TEST_CASE("a licence is recognised by its text, whatever its line breaks and case") {
    CHECK(licence_name("LLAMA 3.2 COMMUNITY\n  LICENSE AGREEMENT\nLlama 3.2 Version …") ==
          "Llama 3.2 Community License");
    CHECK(licence_name("FAIR Noncommercial Research License v1 Last Updated …") ==
          "FAIR Noncommercial Research License");
    CHECK(licence_name("                 Apache License\n           Version 2.0, January 2004") ==
          "Apache License 2.0");
    CHECK(licence_name("Permission is hereby granted, free of charge, to any person") ==
          "MIT License");
    CHECK(licence_name("Gemma Terms of Use") == "Gemma Terms of Use");
}

TEST_CASE("a text that is no licence we know is unknown") {
    CHECK(licence_name("") == "unknown");
    CHECK(licence_name("All rights reserved.") == "unknown");
}

TEST_CASE("a model card may name the licence in its opening block") {
    CHECK(licence_of_card("---\nlanguage: en\nlicense: apache-2.0\n---\n# Model") == "apache-2.0");
    CHECK(licence_of_card("---\nlicense: other\n---\n") == "unknown");
    CHECK(licence_of_card("---\nlicense: <b>\n---\n") == "unknown");
    CHECK(licence_of_card("---\nlicense:") == "unknown");
    CHECK(licence_of_card("# Model\nlicense: mit\n---\n") == "unknown");
    CHECK(licence_of_card("") == "unknown");
}

TEST_CASE("what a card says begins after its opening block") {
    CHECK(words_of_card("---\nlicense: mit\n---\n\n# Model\nIt is small.\n") ==
          "# Model\nIt is small.\n");
    CHECK(words_of_card("# Model\n\n---\n\nIt is small.") == "# Model\n\n---\n\nIt is small.");
    CHECK(words_of_card("---\nlicense: mit\n") == "---\nlicense: mit\n");
    CHECK(words_of_card("---\nlicense: mit\n---").empty());
    CHECK(words_of_card("").empty());
}

} // namespace sotto::inference
