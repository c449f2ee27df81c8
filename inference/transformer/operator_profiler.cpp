#include "inference/transformer/operator_profiler.h"

namespace sotto::inference {

std::string_view to_string(Operator op) {
    switch (op) {
    case Operator::embedding:
        return "embedding";
    case Operator::norm:
        return "norm";
    case Operator::qkv_proj:
        return "qkv_proj";
    case Operator::rope:
        return "rope";
    case Operator::attention:
        return "attention";
    case Operator::o_proj:
        return "o_proj";
    case Operator::residual:
        return "residual";
    case Operator::gate_up_proj:
        return "gate_up_proj";
    case Operator::activation:
        return "activation";
    case Operator::down_proj:
        return "down_proj";
    case Operator::output:
        break;
    }
    return "output";
}

} // namespace sotto::inference
