#pragma once

#include "app/cli/command.h"

namespace sotto::app {

/// `models import` and `models export`.
void add_model_import(CLI::App& group, Command& command);
void add_model_export(CLI::App& group, Command& command);

/// Examples for the help of `models` and `models import`.
inline constexpr const char* kModelExamples = R"(Examples:
  sotto models import ~/Downloads/MobileLLM-Pro
  sotto models import ~/Downloads/Llama-3.2-1B-Instruct --weights int8 --name llama
  sotto models use llama
  sotto models export llama /media/usb/llama.tar
  sotto models import /media/usb/llama.tar
  sotto models import /home/shared/llama --link)";

} // namespace sotto::app
