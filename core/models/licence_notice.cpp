#include "core/models/licence_notice.h"

namespace sotto {

std::string_view licence_notice(std::string_view licence) {
    if (licence.contains("FAIR") || licence.contains("fair-noncommercial")) {
        return "Meta licenses this model for non-commercial research only (FAIR Noncommercial "
               "Research License); by importing it you say that you accepted its terms.";
    }
    if (licence.contains("Llama") || licence.contains("llama")) {
        return "Built with Llama. Meta licenses this model under the Llama Community License; by "
               "importing it you say that you accepted its terms and its acceptable use policy.";
    }
    if (licence.contains("Gemma") || licence.contains("gemma")) {
        return "Google provides this model under the Gemma Terms of Use; by importing it you say "
               "that you accepted them and the prohibited use policy.";
    }
    return {};
}

} // namespace sotto
