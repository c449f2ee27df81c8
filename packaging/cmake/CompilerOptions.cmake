# Warnings and sanitizers, applied to each of our targets by sotto_target().

add_library(sotto_options INTERFACE)
target_compile_options(sotto_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(SOTTO_WERROR)
    target_compile_options(sotto_options INTERFACE -Werror)
endif()
if(SOTTO_SANITIZE)
    target_compile_options(sotto_options INTERFACE -fsanitize=${SOTTO_SANITIZE} -fno-omit-frame-pointer
                           -fno-sanitize-recover=all)
    if(SOTTO_SANITIZE MATCHES thread)
        # What g++ 14 adds for this sanitizer makes it see std::optional's storage as unset.
        target_compile_options(sotto_options INTERFACE -Wno-maybe-uninitialized)
    endif()
    target_link_options(sotto_options INTERFACE -fsanitize=${SOTTO_SANITIZE})
endif()
target_include_directories(sotto_options INTERFACE ${PROJECT_SOURCE_DIR})

# sotto_target(NAME): the options every target of ours has.
function(sotto_target name)
    target_link_libraries(${name} PRIVATE sotto_options)
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()
