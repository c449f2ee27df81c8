#pragma once

#include "core/error.h"
#include "storage/sqlite/sqlite.h"

#include <string>
#include <string_view>
#include <vector>

namespace sotto::storage {

/// The structure of a database's schema, as text; two schemas are the same if their descriptions
/// are. Of tables: columns, keys, indexes, references and conditions, as SQLite understands them;
/// of triggers, views and virtual tables: their SQL, token by token. White space, comments, quotes
/// around names, case and the order of conditions make no difference. Leaves out SQLite's own
/// tables and the shadow tables of FTS5, which may change with its version. Errors: as Connection.
[[nodiscard]] Result<std::string> describe_schema(Connection& connection);

/// The tokens of an SQL text, without white space and comments: names and keywords in lower case
/// and without quotes, strings and numbers as they are.
[[nodiscard]] std::vector<std::string> sql_tokens(std::string_view sql);

} // namespace sotto::storage
