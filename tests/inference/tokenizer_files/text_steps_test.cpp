#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <format>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

using Ids = std::vector<TokenId>;

struct CharacterParts {
    std::string normalizer = "null";
    std::string pre_tokenizer = "null";
    std::string decoder = "null";
    std::string added = "";
};

/// A tokenizer.json of characters: <unk> and <s>, the bytes from id 3 on, then "▁" (259), letters
/// and a few words.
std::string character_json(const CharacterParts& parts) {
    std::string vocabulary = R"("<unk>":0,"<s>":1,"</s>":2)";
    for (int byte = 0; byte < 256; ++byte) {
        vocabulary += std::format(",\"<0x{:02X}>\":{}", byte, byte + 3);
    }
    int id = 259;
    for (const char* token : {"▁", "h", "e", "l", "o", "w", "r", "d", "he", "ll", "hell", "hello",
                              "▁hello", "▁w", "or", "▁▁"}) {
        vocabulary += std::format(",\"{}\":{}", token, id++);
    }
    return R"({"added_tokens":[{"id":1,"content":"<s>","special":true})" + parts.added +
           R"(],"normalizer":)" + parts.normalizer + R"(,"pre_tokenizer":)" + parts.pre_tokenizer +
           R"(,"decoder":)" + parts.decoder +
           R"(,"model":{"type":"BPE","byte_fallback":true,"fuse_unk":true,"unk_token":"<unk>",)"
           R"("vocab":{)" +
           vocabulary +
           R"(},"merges":["h e","l l","he ll","hell o","▁ hello","▁ w","o r","▁ ▁"]}})";
}

constexpr const char* kPrependAndReplace =
    R"({"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},
        {"type":"Replace","pattern":{"String":" "},"content":"▁"}]})";
constexpr const char* kLlama2Decoder =
    R"({"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},
        {"type":"ByteFallback"},{"type":"Fuse"},
        {"type":"Strip","content":" ","start":1,"stop":0}]})";

std::string metaspace(const std::string& members) {
    return R"({"type":"Metaspace","replacement":"▁",)" + members + "}";
}

std::string with_normalizer(const std::string& normalizer) {
    std::string json = small_json();
    const std::string key = R"("pre_tokenizer":)";
    return json.insert(json.find(key), R"("normalizer":)" + normalizer + ",");
}

/// "id:text" of each piece that becomes one token: pre-tokenizers of bytes are seen by what merges.
Ids pieces(const std::string& pre_tokenizer, const std::string& text) {
    const std::string steps =
        R"({"type":"Sequence","pretokenizers":[)" + pre_tokenizer +
        R"(,{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]})";
    return open_sound(small_json({.merges = R"("l l","h e","ll ll")",
                                  .more_tokens = R"("ll":256,"he":257,"llll":258)",
                                  .pre_tokenizer = steps}))
        ->encode(text);
}

} // namespace

TEST_CASE("a vocabulary of characters is read as Llama 2's and Mistral's files have it") {
    const auto tokenizer =
        open_sound(character_json({.normalizer = kPrependAndReplace, .decoder = kLlama2Decoder}));
    CHECK(tokenizer->encode("hello") == Ids{271});
    CHECK(tokenizer->encode("hello world") == Ids{271, 272, 273, 262, 266});
    CHECK(tokenizer->encode(" hello") == Ids{259, 271});
    CHECK(tokenizer->encode("").empty());
    // A character that is no token is its bytes, and broken bytes are theirs.
    CHECK(tokenizer->encode("é") == Ids{259, 3 + 0xC3, 3 + 0xA9});
    CHECK(tokenizer->encode("\xFF") == Ids{259, 3 + 0xFF});
    CHECK(tokenizer->decode(tokenizer->encode("hello  wörld\n")) == "hello  wörld\n");
    CHECK(tokenizer->drops_leading_space());
    CHECK(tokenizer->token_bytes(271) == " hello");
    CHECK(tokenizer->token_bytes(3 + 0x0A) == "\n");
    CHECK(tokenizer->bos() == 1);
    // Each part between control tokens is normalized by itself.
    CHECK(tokenizer->encode("hello<s>hello", SpecialText::parse) == Ids{271, 1, 271});
    CHECK(std::ranges::count(tokenizer->encode("hello<s>hello"), 1) == 0);
}

TEST_CASE("a vocabulary of characters is read as Gemma's files have it") {
    const auto tokenizer = open_sound(character_json(
        {.normalizer = R"({"type":"Replace","pattern":{"String":" "},"content":"▁"})",
         .pre_tokenizer = R"({"type":"Split","pattern":{"String":" "},
                              "behavior":"MergedWithPrevious","invert":false})",
         .decoder = R"({"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},
                        "content":" "},{"type":"ByteFallback"},{"type":"Fuse"}]})"}));
    CHECK(tokenizer->encode("hello hello") == Ids{270, 271});
    CHECK(tokenizer->encode("  hello") == Ids{259, 271}); // in the order of the merges
    CHECK_FALSE(tokenizer->drops_leading_space());
    CHECK(tokenizer->decode(Ids{271}) == " hello");
}

TEST_CASE("Metaspace puts its mark before words as its scheme says") {
    const auto ids = [](const std::string& members, std::string_view text,
                        SpecialText special = SpecialText::literal) {
        return open_sound(character_json({.pre_tokenizer = metaspace(members)}))
            ->encode(text, special);
    };
    CHECK(ids(R"("prepend_scheme":"always","split":false)", "hello") == Ids{271});
    CHECK(ids(R"("prepend_scheme":"always","split":false)", " hello") == Ids{271});
    CHECK(ids(R"("prepend_scheme":"never","split":false)", "hello hello") == Ids{270, 271});
    CHECK(ids(R"("add_prefix_space":true)", "hello") == Ids{271});
    CHECK(ids(R"("add_prefix_space":false)", "hello") == Ids{270});
    const std::string first = R"("prepend_scheme":"first","split":false)";
    CHECK(ids(first, "hello<s>hello", SpecialText::parse) == Ids{271, 1, 270});
    // What follows others in a prompt is not its first word.
    const auto tokenizer = open_sound(character_json({.pre_tokenizer = metaspace(first)}));
    CHECK(tokenizer->encode("hello", EncodeOptions{.place = TextPlace::behind_others})->ids ==
          Ids{270});
    // Words that are split do not merge.
    CHECK(ids(R"("prepend_scheme":"never","split":false)", "  ") == Ids{274});
    CHECK(ids(R"("prepend_scheme":"never","split":true)", "  ") == Ids{259, 259});
}

TEST_CASE("a text is normalized step by step") {
    const auto plain = open_sound(small_json());
    const auto same = [&](const std::string& normalizer, std::string_view text,
                          std::string_view as) {
        CAPTURE(normalizer, text);
        CHECK(open_sound(with_normalizer(normalizer))->encode(text) == plain->encode(as));
    };
    same(R"({"type":"NFKC"})", "ﬁ１²", "fi12");
    same(R"({"type":"NFD"})", "é", "e\u0301");
    same(R"({"type":"NFKD"})", "ﬁé", "fie\u0301");
    same(R"({"type":"Lowercase"})", "HELLO ÉΣ", "hello éσ");
    same(R"({"type":"Replace","pattern":{"String":"wor"},"content":"hell"})", "wor wor",
         "hell hell");
    same(R"({"type":"Prepend","prepend":"x"})", "a", "xa");
    same(R"({"type":"Strip","strip_left":true,"strip_right":false})", " \u3000a ", "a ");
    same(R"({"type":"Strip","strip_left":true,"strip_right":true})", " \n ", "");
    same(R"({"type":"Sequence","normalizers":[{"type":"Sequence","normalizers":[
            {"type":"NFC"}]},{"type":"Lowercase"},{"type":"Strip","strip_left":false,
            "strip_right":true}]})",
         "E\u0301 ", "é");
}

TEST_CASE("offsets count the tokens of the text as it was") {
    const auto tokenizer =
        open_sound(character_json({.normalizer = kPrependAndReplace, .decoder = kLlama2Decoder}));
    const std::vector<std::size_t> offsets{0, 5, 6, 11};
    const auto encoding = tokenizer->encode("hello hello", EncodeOptions{.offsets = offsets});
    REQUIRE(encoding.has_value());
    CHECK(encoding->ids == Ids{271, 271});
    CHECK(encoding->counts == std::vector<std::size_t>{0, 1, 2, 2});
}

TEST_CASE("text is split by every known rule") {
    const auto split = [](const std::string& behavior, const std::string& invert = "false") {
        return R"({"type":"Split","pattern":{"String":"ll"},"behavior":")" + behavior +
               R"(","invert":)" + invert + "}";
    };
    CHECK(pieces(split("Isolated"), "hellll") == Ids{257, 256, 256});
    CHECK(pieces(split("Contiguous"), "hellll") == Ids{257, 258});
    CHECK(pieces(split("Removed"), "hellheo") == Ids{257, 257, 'o'});
    CHECK(pieces(split("Removed", "true"), "hellheo") == Ids{256});
    const std::string digits = R"({"type":"Digits","individual_digits":false})";
    CHECK(pieces(digits, "ll1ll") == Ids{256, '1', 256});
    CHECK(pieces(R"({"type":"Split","pattern":{"Regex":"l"},"behavior":"MergedWithPrevious",
                     "invert":false})",
                 "hell") == Ids{257, 'l', 'l'});
    CHECK(pieces(R"({"type":"Split","pattern":{"Regex":"-"},"behavior":"MergedWithNext",
                     "invert":false})",
                 "l-ll") == Ids{'l', '-', 256});
    CHECK(pieces(R"({"type":"Punctuation","behavior":"Isolated"})", "he!ll") == Ids{257, '!', 256});
}

TEST_CASE("a space before the first word is added where the file asks for it") {
    const auto tokenizer = open_sound(small_json(
        {.pre_tokenizer = R"({"type":"ByteLevel","add_prefix_space":true,"use_regex":true})"}));
    const auto plain = open_sound(small_json());
    CHECK(tokenizer->encode("wor") == plain->encode(" wor"));
    CHECK(tokenizer->encode(" wor") == plain->encode(" wor"));
    CHECK(tokenizer->encode("").empty());
}

TEST_CASE("a step that is not known is refused by its name") {
    const auto refusal = [](const std::string& json) {
        const auto opened = open_bytes(json);
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().code == ErrorCode::unsupported);
        return opened.error().detail;
    };
    for (const char* name : {"BertNormalizer", "Precompiled", "StripAccents", "Nmt"}) {
        CHECK_THAT(refusal(with_normalizer(std::format(R"({{"type":"{}"}})", name))),
                   ContainsSubstring(name));
    }
    CHECK_THAT(
        refusal(with_normalizer(R"({"type":"Replace","pattern":{"Regex":"a+"},"content":""})")),
        ContainsSubstring("expression"));
    for (const char* name : {"BertPreTokenizer", "Whitespace", "UnicodeScripts"}) {
        CHECK_THAT(refusal(small_json({.pre_tokenizer = std::format(R"({{"type":"{}"}})", name)})),
                   ContainsSubstring(name));
    }
    CHECK_THAT(refusal(character_json({.decoder = R"({"type":"WordPiece"})"})),
               ContainsSubstring("WordPiece"));
    CHECK_THAT(refusal(character_json({.pre_tokenizer = metaspace(R"("prepend_scheme":"last")")})),
               ContainsSubstring("last"));
    CHECK_THAT(refusal(small_json({.pre_tokenizer = R"({"type":"Sequence","pretokenizers":[
            {"type":"ByteLevel","add_prefix_space":false},{"type":"Digits"}]})"})),
               ContainsSubstring("behind its bytes"));
    std::string grows = R"({"type":"Replace","pattern":{"String":"a"},"content":"aaaa"})";
    grows = R"({"type":"Sequence","normalizers":[)" + grows + "," + grows + "," + grows + "," +
            grows + "]}";
    CHECK_THAT(refusal(with_normalizer(grows)), ContainsSubstring("as long"));
    std::string deep = R"({"type":"NFC"})";
    for (int i = 0; i < 60; ++i) {
        deep = R"({"type":"Sequence","normalizers":[)" + deep + "]}";
    }
    CHECK_FALSE(open_bytes(with_normalizer(deep)).has_value());
}
