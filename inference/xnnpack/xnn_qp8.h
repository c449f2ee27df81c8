#pragma once

#include "inference/xnnpack/xnn_library.h"

#include <cstddef>
#include <cstdint>

// XNNPACK operators whose quantized input is packed together with its scales (qp8): KleidiAI's int4
// kernels for arm64. The library exports them, but its public header does not declare them. These
// signatures hold from 23 September 2024, when the last operator was added, until 9 December 2024,
// when one got another parameter; Debian 13 has the library of 8 November 2024. CMake checks the
// date, links all functions, and sets SOTTO_XNNPACK_HAS_QP8. A library without KleidiAI, or a CPU
// without dot products, refuses to create the operators (unsupported_hardware). Included by
// qp8_activations.cpp, fully_connected.cpp and the CMake check only.
namespace sotto::inference {

/// Whether the functions below may be called. If not, they appear in discarded statements only, so
/// that the linker does not look for them.
inline constexpr bool kXnnpackHasQp8 = SOTTO_XNNPACK_HAS_QP8 != 0;

} // namespace sotto::inference

extern "C" {

/// As xnn_create_convert_nc_f32_qd8. Hazard: reshaping it dereferences a null pointer on a CPU on
/// which none of the operators below can be created.
xnn_status xnn_create_convert_nc_f32_qp8(std::uint32_t flags, xnn_operator_t* op);
xnn_status xnn_reshape_convert_nc_f32_qp8(xnn_operator_t op, std::size_t rows, std::size_t width,
                                          std::size_t stride, pthreadpool_t pool);
xnn_status xnn_setup_convert_nc_f32_qp8(xnn_operator_t op, const float* input,
                                        std::int8_t* packed_rows);

/// As xnn_create_fully_connected_nc_qd8_f32_qb4w: a bfloat16 scale per block.
xnn_status xnn_create_fully_connected_nc_qp8_f32_qb4w(
    std::size_t inputs, std::size_t outputs, std::size_t input_stride, std::size_t output_stride,
    std::size_t block_size, std::uint8_t zero_point, const std::uint16_t* scales,
    const void* nibbles, const float* bias, float least, float greatest, std::uint32_t flags,
    xnn_code_cache_t code_cache, xnn_weights_cache_t weights_cache, xnn_operator_t* op);
xnn_status xnn_reshape_fully_connected_nc_qp8_f32_qb4w(xnn_operator_t op, std::size_t rows,
                                                       pthreadpool_t pool);
xnn_status xnn_setup_fully_connected_nc_qp8_f32_qb4w(xnn_operator_t op,
                                                     const std::int8_t* packed_rows, float* output);

/// As xnn_create_fully_connected_nc_qd8_f32_qc4w: a scale per output.
xnn_status xnn_create_fully_connected_nc_qp8_f32_qc4w(
    std::size_t inputs, std::size_t outputs, std::size_t input_stride, std::size_t output_stride,
    std::uint8_t zero_point, const float* scales, const void* nibbles, const float* bias,
    float least, float greatest, std::uint32_t flags, xnn_code_cache_t code_cache,
    xnn_weights_cache_t weights_cache, xnn_operator_t* op);
xnn_status xnn_reshape_fully_connected_nc_qp8_f32_qc4w(xnn_operator_t op, std::size_t rows,
                                                       pthreadpool_t pool);
xnn_status xnn_setup_fully_connected_nc_qp8_f32_qc4w(xnn_operator_t op,
                                                     const std::int8_t* packed_rows, float* output);

} // extern "C"
