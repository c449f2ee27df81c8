#pragma once

#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Tokenizers small enough to write by hand, so that the tests need no files from elsewhere.
namespace sotto::inference::testing {

/// A file in the system's temporary folder, removed at the end.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view bytes) {
        static std::atomic<int> next = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("sotto-tokenizer-test-" + std::to_string(getpid()) + "-" + std::to_string(next++));
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline Result<std::unique_ptr<Tokenizer>> open_bytes(std::string_view bytes) {
    const TemporaryFile file(bytes);
    return open_tokenizer(file.path());
}

inline std::unique_ptr<Tokenizer> open_sound(std::string_view bytes) {
    auto tokenizer = open_bytes(bytes);
    INFO((tokenizer ? std::string() : tokenizer.error().detail));
    REQUIRE(tokenizer.has_value());
    return std::move(*tokenizer);
}

inline std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// One byte in the alphabet of tokenizer.json, JSON-escaped.
inline std::string alphabet_character(unsigned byte) {
    const auto is_printable = [](unsigned b) {
        return (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b != 0xAD);
    };
    unsigned code = byte;
    if (!is_printable(byte)) {
        code = 0x100;
        for (unsigned b = 0; b < byte; ++b) {
            code += is_printable(b) ? 0 : 1;
        }
    }
    if (code < 0x80) {
        return code == '"' || code == '\\' ? std::string("\\") + static_cast<char>(code)
                                           : std::string(1, static_cast<char>(code));
    }
    return {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
}

struct JsonParts {
    std::vector<std::string> controls{"<|begin_of_text|>", "<|end_of_text|>"};
    std::string model_extra = ""; ///< members of "model", each with a comma behind it
    std::string merges = R"("h e","l l","he ll","hell o","Ġ w","o r","Ġw or")";
    std::string more_tokens =
        R"("he":256,"ll":257,"hell":258,"hello":259,"Ġw":260,"or":261,"Ġwor":262)";
    std::string pre_tokenizer = R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":true})";
};

/// A byte-level tokenizer.json: ids 0 to 255 are the bytes, then a few words; from 300 the
/// controls.
inline std::string small_json(const JsonParts& parts = {}) {
    std::string vocabulary;
    for (unsigned byte = 0; byte < 256; ++byte) {
        vocabulary += "\"" + alphabet_character(byte) + "\":" + std::to_string(byte) + ",";
    }
    std::string added;
    for (std::size_t i = 0; i < parts.controls.size(); ++i) {
        added += (i > 0 ? "," : "") + std::string("{\"id\":") + std::to_string(300 + i) +
                 ",\"content\":\"" + parts.controls[i] + "\",\"special\":true}";
    }
    return "{\"added_tokens\":[" + added + "],\"pre_tokenizer\":" + parts.pre_tokenizer +
           ",\"model\":{\"type\":\"BPE\"," + parts.model_extra + "\"vocab\":{" + vocabulary +
           parts.more_tokens + "},\"merges\":[" + parts.merges + "]}}";
}

/// Writes protocol buffer fields.
inline std::string varint(std::uint64_t number) {
    std::string bytes;
    for (; number >= 0x80; number >>= 7U) {
        bytes += static_cast<char>((number & 0x7FU) | 0x80U);
    }
    return bytes + static_cast<char>(number);
}
inline std::string bytes_field(unsigned tag, std::string_view bytes) {
    return varint(tag << 3U | 2U) + varint(bytes.size()) + std::string(bytes);
}
inline std::string number_field(unsigned tag, std::uint64_t number) {
    return varint(tag << 3U) + varint(number);
}

/// Kinds of pieces as the file has them.
enum Kind : std::uint64_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kByte = 6 };

inline std::string piece(std::string_view text, Kind kind, float score = 0) {
    std::string bits(4, '\0');
    static_assert(sizeof score == 4);
    std::copy_n(reinterpret_cast<const char*>(&score), 4, bits.begin());
    return bytes_field(1,
                       bytes_field(1, text) + varint(2U << 3U | 5U) + bits + number_field(3, kind));
}

enum class DummyPrefix { no, yes };

struct SentencePieceParts {
    std::vector<std::pair<std::string, Kind>> extra{{"<s>", kControl}, {"</s>", kControl}};
    DummyPrefix dummy_prefix = DummyPrefix::no;
};

/// A SentencePiece BPE model: <unk>, the extra pieces, 256 bytes, then letters and a few words.
inline std::string small_sentencepiece(const SentencePieceParts& parts = {}) {
    std::string file = piece("<unk>", kUnknown);
    for (const auto& [text, kind] : parts.extra) {
        file += piece(text, kind);
    }
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (unsigned byte = 0; byte < 256; ++byte) {
        file += piece(std::string("<0x") + kDigits[byte / 16] + kDigits[byte % 16] + ">", kByte);
    }
    float score = -1;
    for (const char* text : {"\u2581h", "el", "lo", "\u2581hel", "\u2581hello", "\u2581", "h", "e",
                             "l", "o", "w", "r", "d", "\u00E9"}) {
        file += piece(text, kNormal, score);
        score -= 1;
    }
    constexpr std::uint64_t kBpe = 2;
    file += bytes_field(2, number_field(3, kBpe) + number_field(35, 1));
    file += bytes_field(3, number_field(3, parts.dummy_prefix == DummyPrefix::yes ? 1 : 0) +
                               number_field(4, 0) + number_field(5, 1));
    return file;
}

/// Reproducible numbers; the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    /// A number in [0, end).
    std::uint64_t roll(std::uint64_t end) {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 7U;
        state_ ^= state_ << 17U;
        return state_ % end;
    }

private:
    std::uint64_t state_;
};

} // namespace sotto::inference::testing
