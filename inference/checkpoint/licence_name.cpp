#include "inference/checkpoint/licence_name.h"

#include <algorithm>
#include <array>

namespace sotto::inference {

namespace {

struct Row {
    std::string_view phrase; ///< in lower case, with single spaces
    std::string_view name;
};

// The order matters: a text may quote another licence after its own title.
constexpr std::array<Row, 16> kLicences{{
    {"fair noncommercial research license", "FAIR Noncommercial Research License"},
    {"llama 4 community license", "Llama 4 Community License"},
    {"llama 3.3 community license", "Llama 3.3 Community License"},
    {"llama 3.2 community license", "Llama 3.2 Community License"},
    {"llama 3.1 community license", "Llama 3.1 Community License"},
    {"meta llama 3 community license", "Llama 3 Community License"},
    {"gemma terms of use", "Gemma Terms of Use"},
    {"apache license version 2.0", "Apache License 2.0"},
    {"gnu affero general public license version 3", "GNU AGPL 3"},
    {"gnu general public license version 3", "GNU GPL 3"},
    {"creative commons attribution-noncommercial 4.0", "CC BY-NC 4.0"},
    {"creative commons attribution 4.0", "CC BY 4.0"},
    {"creative commons cc0 1.0", "CC0 1.0"},
    {"permission is hereby granted, free of charge", "MIT License"},
    {"neither the name of", "BSD 3-Clause License"},
    {"redistribution and use in source and binary forms", "BSD 2-Clause License"},
}};

/// Lower case, and every run of spaces and line ends as one space, so that
/// phrases are found across line breaks.
std::string normalized(std::string_view text) {
    constexpr std::size_t kEnough = std::size_t{64} * 1024;
    std::string plain;
    for (const char character : text.substr(0, kEnough)) {
        const bool is_space = character == ' ' || (character >= '\t' && character <= '\r');
        if (!is_space) {
            plain += character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                          : character;
        } else if (!plain.empty() && plain.back() != ' ') {
            plain += ' ';
        }
    }
    return plain;
}

constexpr std::string_view kFence = "---";
constexpr std::string_view kClosingFence = "\n---";

// Length of the opening block of keys, without the line that closes it; 0 when there is none.
std::size_t keys_length(std::string_view card) {
    const auto end =
        card.starts_with(kFence) ? card.find(kClosingFence, kFence.size()) : std::string_view::npos;
    return end == std::string_view::npos ? 0 : end;
}

} // namespace

std::string licence_name(std::string_view licence_text) {
    const std::string plain = normalized(licence_text);
    const auto* const row = std::ranges::find_if(
        kLicences, [&](const Row& licence) { return plain.contains(licence.phrase); });
    return std::string(row != kLicences.end() ? row->name : kUnknownLicence);
}

std::string licence_of_card(std::string_view card) {
    constexpr std::string_view kKey = "\nlicense:";
    constexpr std::string_view kWord =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    constexpr std::size_t kLongestWord = 64;
    const std::string_view keys = card.substr(0, keys_length(card));
    const auto key = keys.find(kKey);
    if (key == std::string_view::npos) {
        return std::string(kUnknownLicence);
    }
    std::string_view value = keys.substr(key + kKey.size());
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    const std::string_view word =
        value.substr(0, std::min(value.find_first_not_of(kWord), kLongestWord));
    return std::string(word.empty() || word == "other" ? kUnknownLicence : word);
}

std::string_view words_of_card(std::string_view card) {
    if (const std::size_t keys = keys_length(card); keys > 0) {
        card.remove_prefix(keys + kClosingFence.size());
        card.remove_prefix(std::min(card.find('\n'), card.size()));
    }
    card.remove_prefix(std::min(card.find_first_not_of("\r\n"), card.size()));
    return card;
}

} // namespace sotto::inference
