# Writes build_values.h, at build time, when it would change: what the build knows about itself.
# In: SOURCE_DIR OUTPUT VERSION COMMIT BUILD_TYPE COMPILER LIBRARIES (COMMIT empty = ask git).

if(NOT COMMIT)
    execute_process(
        COMMAND git -C ${SOURCE_DIR} describe --always --dirty --exclude * --abbrev=12
        OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT COMMIT)
    set(COMMIT unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
#pragma once

#define SOTTO_VERSION "@VERSION@"
#define SOTTO_COMMIT "@COMMIT@"
#define SOTTO_BUILD_TYPE "@BUILD_TYPE@"
#define SOTTO_COMPILER "@COMPILER@"
#define SOTTO_LIBRARIES "@LIBRARIES@"
]])
