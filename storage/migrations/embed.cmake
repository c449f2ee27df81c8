# Writes OUTPUT, a C++ file that holds the SQL files of FILES (named NNNN_what.sql, in order) as text.
# Run with cmake -D OUTPUT=… -D "FILES=…" -P.
set(entries "")
set(expected 0)
foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME_WE)
    math(EXPR expected "${expected} + 1")
    if(NOT name MATCHES "^0*([1-9][0-9]*)_" OR NOT CMAKE_MATCH_1 EQUAL expected)
        message(FATAL_ERROR "${name}: migration ${expected} is expected here")
    endif()
    file(READ ${file} sql)
    string(APPEND entries "    {${expected}, R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"storage/sqlite/migrations.h\"

namespace sotto::storage {
namespace {

constexpr Migration kMigrations[] = {
${entries}};

} // namespace

std::span<const Migration> library_migrations() { return kMigrations; }

} // namespace sotto::storage
")
