#include "inference/attention/attention_scratch.h"

#include <algorithm>

namespace sotto::inference {

FloatScratch::FloatScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width) {
    scores = scratch.take<float>(vectors * kKvTileTokens);
    keys = scratch.take<float>(width * kKvTileTokens);
    values = scratch.take<float>(width * kKvTileTokens);
}

GemvScratch::GemvScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width) {
    queries = scratch.take<std::int8_t>(vectors * width);
    starts = scratch.take<std::int32_t>(vectors);
    factors = scratch.take<float>(vectors);
    maximum = scratch.take<float>(vectors);
    sums = scratch.take<float>(vectors * kMaxLanes);
    scores = scratch.take<float>(vectors * kKvTileTokens);
    weights = scratch.take<std::uint8_t>(vectors * kKvTileTokens);
    weight_steps = scratch.take<float>(vectors);
    key_scales = scratch.take<float>(kKvTileTokens);
    value_scales = scratch.take<float>(kKvTileTokens);
}

GemmScratch::GemmScratch(ScratchArena& scratch, std::size_t vectors, std::size_t width) {
    const auto lanes = (vectors + kMaxLanes - 1) / kMaxLanes * kMaxLanes;
    packets = scratch.take<QueryPacket>(lanes); // for the narrowest case of one lane per packet
    query = scratch.take<std::int8_t>(width);
    queries = scratch.take<std::int8_t>(lanes * width);
    first = scratch.take<std::int32_t>(lanes);
    end = scratch.take<std::int32_t>(lanes);
    factors = scratch.take<float>(lanes);
    maximum = scratch.take<float>(lanes);
    sum = scratch.take<float>(lanes);
    output = scratch.take<float>(lanes * width);
    scores = scratch.take<float>(kKvTileTokens * kMaxLanes);
    weights = scratch.take<std::uint8_t>(kKvTileTokens * kMaxLanes);
    starts = scratch.take<std::int32_t>(kKvTileTokens);
    key_scales = scratch.take<float>(kKvTileTokens);
    value_scales = scratch.take<float>(kKvTileTokens);
}

std::size_t attention_scratch_bytes(std::size_t vectors, std::size_t stride) {
    ScratchArena f32_arena(nullptr);
    ScratchArena gemv_arena(nullptr);
    ScratchArena gemm_arena(nullptr);
    static_cast<void>(FloatScratch(f32_arena, vectors, stride));
    static_cast<void>(GemvScratch(gemv_arena, vectors, stride));
    static_cast<void>(GemmScratch(gemm_arena, vectors, stride));
    return std::max({f32_arena.used_bytes(), gemv_arena.used_bytes(), gemm_arena.used_bytes()});
}

} // namespace sotto::inference
