#include "storage/sqlite/schema.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <format>
#include <utility>

namespace sotto::storage {
namespace {

bool is_word(char c) {
    const auto code = static_cast<unsigned char>(c);
    return code >= 0x80 || std::isalnum(code) != 0 || c == '_' || c == '$';
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return result;
}

// The length of white space or a comment at the beginning; 0 when there is none.
std::size_t blank_length(std::string_view sql) {
    if (std::isspace(static_cast<unsigned char>(sql.front())) != 0) {
        return 1;
    }
    if (sql.starts_with("--")) {
        return std::min(sql.find('\n'), sql.size());
    }
    if (sql.starts_with("/*")) {
        const auto end = sql.find("*/", 2);
        return end == std::string_view::npos ? sql.size() : end + 2;
    }
    return 0;
}

// The length of what `quote` begins and ends; a doubled quote stands for itself.
std::size_t quoted_length(std::string_view sql, char quote) {
    for (std::size_t i = 1; i < sql.size(); ++i) {
        if (sql[i] != quote) {
            continue;
        }
        if (quote == ']' || i + 1 == sql.size() || sql[i + 1] != quote) {
            return i + 1;
        }
        ++i;
    }
    return sql.size();
}

std::string joined(const std::vector<std::string>& tokens) {
    std::string text;
    for (const std::string& token : tokens) {
        text += token + ' ';
    }
    return text;
}

// The words of a table's SQL that no PRAGMA tells, and its conditions: sorted, since their order
// makes no difference.
std::string rest_of_table(std::string_view sql) {
    constexpr std::array<std::string_view, 5> kTelling{"autoincrement", "collate", "conflict",
                                                       "deferrable", "deferred"};
    const auto tokens = sql_tokens(sql);
    std::vector<std::string> rest;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (std::ranges::contains(kTelling, tokens[i])) {
            rest.push_back(tokens[i] + ' ' + (i + 1 < tokens.size() ? tokens[i + 1] : ""));
        }
        if (tokens[i] != "check") {
            continue;
        }
        std::string condition;
        int depth = 0;
        do {
            ++i;
            depth += i < tokens.size() && tokens[i] == "(" ? 1 : 0;
            depth -= i < tokens.size() && tokens[i] == ")" ? 1 : 0;
            condition += i < tokens.size() ? tokens[i] + ' ' : "";
        } while (depth > 0 && i < tokens.size());
        rest.push_back("check " + condition);
    }
    std::ranges::sort(rest);
    return joined(rest);
}

/// What a PRAGMA tells of a table or an index: `columns` are those that matter, and their number.
struct Question {
    std::string_view sql;
    int columns;
};
constexpr std::array kTableQuestions{
    Question{"SELECT wr, strict, ncol FROM pragma_table_list WHERE schema = 'main' AND name = ?1",
             3},
    Question{"SELECT name, lower(type), \"notnull\", coalesce(dflt_value, 'NULL'), pk, hidden FROM "
             "pragma_table_xinfo(?1) ORDER BY name",
             6},
    Question{"SELECT \"table\", \"from\", coalesce(\"to\", ''), on_update, on_delete, match FROM "
             "pragma_foreign_key_list(?1) ORDER BY \"from\", \"table\"",
             6},
    Question{"SELECT list.\"unique\", list.origin, list.partial, group_concat(coalesce(info.name, "
             "'') || ' ' || info.\"desc\" || ' ' || coalesce(info.coll, '') || ' ' || info.key, "
             "',') FROM pragma_index_list(?1) AS list JOIN pragma_index_xinfo(list.name) AS info "
             "WHERE list.origin <> 'c' GROUP BY list.name ORDER BY 4",
             4},
};

Status describe_table(Connection& connection, const std::string& name, std::string& description) {
    for (const Question& question : kTableQuestions) {
        auto rows = connection.query(question.sql, std::string_view(name));
        if (!rows) {
            return std::unexpected(rows.error());
        }
        Status status = rows->for_each([&](const Statement& row) {
            for (int column = 0; column < question.columns; ++column) {
                description += row.text(column) + '|';
            }
            description += '\n';
            return Status();
        });
        if (!status) {
            return status;
        }
    }
    return {};
}

} // namespace

std::vector<std::string> sql_tokens(std::string_view sql) {
    std::vector<std::string> tokens;
    while (!sql.empty()) {
        if (const std::size_t blank = blank_length(sql); blank > 0) {
            sql.remove_prefix(blank);
            continue;
        }
        std::size_t length = 1;
        const char first = sql.front();
        if (first == '\'') {
            length = quoted_length(sql, '\'');
            tokens.emplace_back(sql.substr(0, length));
        } else if (first == '"' || first == '`' || first == '[') {
            length = quoted_length(sql, first == '[' ? ']' : first);
            tokens.push_back(lower(sql.substr(1, length < 2 ? 0 : length - 2)));
        } else {
            while (is_word(first) && length < sql.size() && is_word(sql[length])) {
                ++length;
            }
            tokens.push_back(lower(sql.substr(0, length)));
        }
        sql.remove_prefix(length);
    }
    return tokens;
}

Result<std::string> describe_schema(Connection& connection) {
    auto rows = connection.query(
        "SELECT type, name, tbl_name, coalesce(sql, ''), type = 'table' AND name IN (SELECT name "
        "FROM pragma_table_list WHERE type = 'table') FROM sqlite_schema WHERE substr(name, 1, 7) "
        "<> 'sqlite_' AND NOT (type = 'table' AND name IN (SELECT name FROM pragma_table_list "
        "WHERE type = 'shadow')) ORDER BY type, name");
    if (!rows) {
        return std::unexpected(rows.error());
    }
    std::string description;
    Status status = rows->for_each([&](const Statement& row) -> Status {
        const std::string name = row.text(1);
        const std::string sql = row.text(3);
        description += std::format("{} {} {}\n", row.text(0), name, row.text(2));
        if (row.integer(4) == 0) {
            description += joined(sql_tokens(sql)) + '\n';
            return {};
        }
        description += rest_of_table(sql) + '\n';
        return describe_table(connection, name, description);
    });
    if (!status) {
        return std::unexpected(status.error());
    }
    return description;
}

} // namespace sotto::storage
