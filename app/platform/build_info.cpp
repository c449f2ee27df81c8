#include "app/platform/build_info.h"

#include "app/platform/machine.h"
#include "build_values.h"

namespace sotto::app {

std::string_view version_number() {
    return SOTTO_VERSION;
}

std::string_view build_commit() {
    return SOTTO_COMMIT;
}

std::string_view library_versions() {
    return SOTTO_LIBRARIES;
}

std::string version_text() {
    std::string features;
    for (const std::string& name : find_instruction_sets()) {
        features += " " + name;
    }
    return std::string("sotto " SOTTO_VERSION "\ncommit: " SOTTO_COMMIT "\nbuild: " SOTTO_BUILD_TYPE
                       ", " SOTTO_COMPILER "\nlibraries: " SOTTO_LIBRARIES "\nCPU:") +
           (features.empty() ? " unknown" : features);
}

} // namespace sotto::app
