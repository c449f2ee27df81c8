#include "storage/search/search_query.h"

#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <span>

namespace sotto::storage {
namespace {

// Opening and closing quotation marks, as keyboards and word processors write them.
constexpr std::array<std::string_view, 6> kQuotes{"\"",     "\u201C", "\u201D",
                                                  "\u201E", "\u00AB", "\u00BB"};
constexpr std::array<std::string_view, 8> kSpaces{
    " ", "\t", "\n", "\r", "\v", "\u3000", "\u00A0", std::string_view("\0", 1)};

// Further words of a question are not searched for.
constexpr std::size_t kMaxWords = 64;
constexpr std::int64_t kMinSubstringCharacters = 3;

std::size_t length_of_any(std::string_view text, std::span<const std::string_view> list) {
    const auto found = std::ranges::find_if(
        list, [text](std::string_view each) { return text.starts_with(each); });
    return found == list.end() ? 0 : found->size();
}

std::string phrase(std::span<const TextToken> words) {
    std::string text = "\"";
    for (const TextToken& word : words) {
        text += (text.size() > 1 ? " " : "") + word.text;
    }
    return text + '"';
}

std::string expression_of(const SearchTerm& term) {
    return phrase(term.words) + (term.is_prefix ? " *" : "");
}

} // namespace

bool SearchTerm::allows_substring_match() const {
    return words.size() == 1 && !words.front().is_character &&
           count_code_points(words.front().text) >= kMinSubstringCharacters;
}

std::vector<QueryPart> split_query(std::string_view query) {
    query = query.substr(0, kMaxQueryBytes);
    std::vector<QueryPart> parts;
    std::size_t begin = 0;
    bool is_quoted = false;
    const auto end_part = [&](std::size_t end) {
        if (end > begin) {
            parts.push_back({query.substr(begin, end - begin), is_quoted});
        }
    };
    std::size_t position = 0;
    while (position < query.size()) {
        const std::string_view rest = query.substr(position);
        const std::size_t quote = length_of_any(rest, kQuotes);
        const std::size_t space = is_quoted ? 0 : length_of_any(rest, kSpaces);
        if (quote + space == 0) {
            ++position;
            continue;
        }
        end_part(position);
        is_quoted = quote > 0 ? !is_quoted : is_quoted;
        position += quote + space;
        begin = position;
    }
    end_part(query.size());
    return parts;
}

std::string expression_of_all(const std::vector<SearchTerm>& terms) {
    return expression_of_all(terms, Vocabulary(terms.size()));
}

std::string expression_of_all(const std::vector<SearchTerm>& terms, const Vocabulary& vocabulary) {
    std::string text;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        text += (i > 0 ? " AND (" : "(") + expression_of(terms[i]);
        for (const std::string& word : vocabulary[i]) {
            text += " OR \"" + word + '"';
        }
        text += ')';
    }
    return text;
}

std::string expression_of_any(const std::vector<TextToken>& words) {
    std::vector<std::string> phrases;
    for (std::size_t i = 0; i < words.size() && phrases.size() < kMaxWords; ++i) {
        const bool has_next = i + 1 < words.size() && words[i + 1].is_character;
        const bool had_last = i > 0 && words[i - 1].is_character;
        if (words[i].is_character && !has_next && had_last) {
            continue; // the last of a sequence is in the pair before
        }
        const bool is_pair = words[i].is_character && has_next;
        std::string next = phrase(std::span(words).subspan(i, is_pair ? 2 : 1));
        if (!std::ranges::contains(phrases, next)) {
            phrases.push_back(std::move(next));
        }
    }
    std::string text;
    for (const std::string& each : phrases) {
        text += (text.empty() ? "" : " OR ") + each;
    }
    return text;
}

} // namespace sotto::storage
