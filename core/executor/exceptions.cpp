#include "core/executor/exceptions.h"

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <typeinfo>

namespace sotto {

namespace {

Error describe_current_exception() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& exception) {
        return {ErrorCode::internal,
                std::string("unexpected exception of type ") + typeid(exception).name()};
    } catch (...) {
        return {ErrorCode::internal, "unexpected exception of unknown type"};
    }
}

} // namespace

Error error_of_current_exception() noexcept {
    try {
        return describe_current_exception();
    } catch (...) { // also when there is no memory for the description
        // Short enough for the string's own buffer: nothing is allocated.
        return {ErrorCode::out_of_memory, "out of memory"};
    }
}

void log_exception(const Error& error) noexcept {
    std::fprintf(stderr, "sotto: internal error: %s\n", error.detail.c_str());
}

} // namespace sotto
