#include "app/program/program.h"

int main(int count, char** arguments) {
    return static_cast<int>(sotto::app::run_program(count, arguments));
}
