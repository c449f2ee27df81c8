#include "storage/sqlite/text_tokenizer.h"

#include "core/text/utf8.h"
#include "storage/sqlite/search_form.h"

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

namespace sotto::storage {
namespace {

using OnToken = int (*)(void*, int, const char*, int, int, int);

struct Range {
    char32_t first;
    char32_t last;
};

// Letters of scripts without spaces between words, sorted; unicode61 handles their combining marks
// and digits. Source: the Unicode character database, Blocks.txt.
constexpr std::array kUnspaced = std::to_array<Range>({
    {0x0E01, 0x0E30},   {0x0E32, 0x0E33}, {0x0E40, 0x0E46}, // Thai
    {0x0E81, 0x0EB0},   {0x0EB2, 0x0EB3}, {0x0EC0, 0x0EC6}, // Lao
    {0x1000, 0x102A},                                       // Burmese
    {0x1780, 0x17B3},                                       // Khmer
    {0x3005, 0x3007},   {0x3041, 0x3096}, {0x309D, 0x309F}, // Han marks, Hiragana
    {0x30A1, 0x30FA},   {0x30FC, 0x312F}, {0x31A0, 0x31BF}, // Katakana, Bopomofo
    {0x31F0, 0x31FF},   {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, // Katakana, Han
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF}, {0xFF66, 0xFF9F}, // Hangul, Han, Katakana
    {0x20000, 0x3FFFF},                                     // Han
});

bool is_unspaced(char32_t character) {
    const auto* const range = std::ranges::lower_bound(kUnspaced, character, {}, &Range::last);
    return range != kUnspaced.end() && range->first <= character;
}

struct Character {
    char32_t value = 0;
    std::size_t bytes = 1;
};

// The first character of `text`, which is not empty. Everything below U+0800, which does not matter
// here, and what is not UTF-8 is decoded as U+0000 of one byte.
Character first_character(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto continues = [text](std::size_t i) {
        return i < text.size() && is_continuation_byte(text[i]);
    };
    const auto bits = [&byte](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
    const unsigned lead = byte(0);
    if ((lead & 0xF0U) == 0xE0U && continues(1) && continues(2)) {
        return {(static_cast<char32_t>(lead & 0x0FU) << 12) | (bits(1) << 6) | bits(2), 3};
    }
    if ((lead & 0xF8U) == 0xF0U && continues(1) && continues(2) && continues(3)) {
        return {(static_cast<char32_t>(lead & 0x07U) << 18) | (bits(1) << 12) | (bits(2) << 6) |
                    bits(3),
                4};
    }
    return {};
}

// The length of the text before the first character of a script without spaces.
std::size_t spaced_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const Character character = first_character(text.substr(length));
        if (is_unspaced(character.value)) {
            break;
        }
        length += character.bytes;
    }
    return length;
}

fts5_api* find_api(sqlite3* database) {
    sqlite3_stmt* statement = nullptr;
    fts5_api* api = nullptr;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

// Passes the search form of text with spaces on to unicode61, and tokenizes the rest itself.
class Tokenizer {
public:
    Tokenizer() = default;
    ~Tokenizer() {
        if (words_ != nullptr) {
            methods_.xDelete(words_);
        }
    }
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;

    int open(fts5_api* api) {
        void* context = nullptr;
        if (const int code = api->xFindTokenizer(api, "unicode61", &context, &methods_);
            code != SQLITE_OK) {
            return code;
        }
        std::array<const char*, 2> options{"remove_diacritics", "2"};
        return methods_.xCreate(context, options.data(), static_cast<int>(options.size()), &words_);
    }

    int tokenize(void* context, int flags, std::string_view text, OnToken on_token) const {
        const SearchForm form(text);
        Sink sink{.context = context, .on_token = on_token, .form = &form};
        std::size_t position = 0;
        while (position < form.text().size()) {
            const std::string_view rest = std::string_view(form.text()).substr(position);
            const std::size_t spaced = spaced_length(rest);
            sink.offset = position;
            const std::size_t bytes = spaced > 0 ? spaced : first_character(rest).bytes;
            const char* const first = &rest.front();
            const auto size = static_cast<int>(bytes);
            const int code = spaced > 0
                                 ? methods_.xTokenize(words_, &sink, flags, first, size, pass_on)
                                 : pass_on(&sink, 0, first, size, 0, size);
            if (code != SQLITE_OK) {
                return code;
            }
            position += bytes;
        }
        return SQLITE_OK;
    }

private:
    struct Sink {
        void* context = nullptr;
        OnToken on_token = nullptr;
        const SearchForm* form = nullptr;
        std::size_t offset = 0;   // of the current segment in the form
        std::size_t last_end = 0; // of the last token in the source
    };

    // FTS5 counts on tokens that follow each other: of several words that one character of the
    // source stands for, the first has its place.
    static int pass_on(void* context, int flags, const char* token, int bytes, int begin, int end) {
        auto& sink = *static_cast<Sink*>(context);
        const std::size_t first =
            sink.form->source_begin(sink.offset + static_cast<unsigned>(begin));
        const std::size_t last = sink.form->source_end(sink.offset + static_cast<unsigned>(end));
        const std::size_t source_begin = std::max(first, sink.last_end);
        sink.last_end = std::max(last, source_begin);
        return sink.on_token(sink.context, flags, token, bytes, static_cast<int>(source_begin),
                             static_cast<int>(sink.last_end));
    }

    fts5_tokenizer methods_ = {};
    Fts5Tokenizer* words_ = nullptr;
};

// The functions that SQLite calls.
int create(void* api, const char** /*options*/, int /*count*/, Fts5Tokenizer** made) {
    std::unique_ptr<Tokenizer> tokenizer(new (std::nothrow) Tokenizer);
    if (!tokenizer) {
        return SQLITE_NOMEM;
    }
    const int code = tokenizer->open(static_cast<fts5_api*>(api));
    if (code == SQLITE_OK) {
        *made = reinterpret_cast<Fts5Tokenizer*>(tokenizer.release());
    }
    return code;
}

void destroy(Fts5Tokenizer* tokenizer) {
    delete reinterpret_cast<Tokenizer*>(tokenizer);
}

int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* text, int bytes,
             OnToken on_token) {
    return reinterpret_cast<const Tokenizer*>(tokenizer)->tokenize(
        context, flags, std::string_view(text, static_cast<std::size_t>(bytes)), on_token);
}

int collect(void* context, int /*flags*/, const char* token, int bytes, int /*begin*/,
            int /*end*/) {
    const std::string_view text(token, static_cast<std::size_t>(bytes));
    static_cast<std::vector<TextToken>*>(context)->push_back(
        {std::string(text), is_unspaced(first_character(text).value)});
    return SQLITE_OK;
}

} // namespace

int register_text_tokenizer(sqlite3* database) {
    fts5_api* const api = find_api(database);
    if (api == nullptr) {
        return SQLITE_ERROR;
    }
    fts5_tokenizer methods{.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
    return api->xCreateTokenizer(api, kTextTokenizer, static_cast<void*>(api), &methods, nullptr);
}

Result<std::vector<TextToken>> tokenize_text(sqlite3* database, std::string_view text) {
    fts5_api* const api = find_api(database);
    Tokenizer tokenizer;
    std::vector<TextToken> tokens;
    if (api == nullptr || tokenizer.open(api) != SQLITE_OK ||
        tokenizer.tokenize(&tokens, FTS5_TOKENIZE_QUERY, text, collect) != SQLITE_OK) {
        return fail(ErrorCode::internal, "the text could not be split into words");
    }
    return tokens;
}

} // namespace sotto::storage
