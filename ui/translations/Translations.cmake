# The translations of the window, built into it. `update-translations` brings the .ts files up to date with the sources;
# the test ui-translations says what is not translated.
set(SOTTO_LANGUAGES de fr es ar zh_CN)
find_program(SOTTO_LRELEASE lrelease HINTS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS} /usr/lib/qt6/bin)
find_program(SOTTO_LUPDATE lupdate HINTS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS} /usr/lib/qt6/bin)
if(NOT SOTTO_LRELEASE)
    message(WARNING "lrelease is missing: the window is in English only")
    return()
endif()

file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/translations)
set(files)
set(compiled)
foreach(language IN LISTS SOTTO_LANGUAGES)
    set(source ${CMAKE_CURRENT_LIST_DIR}/sotto_${language}.ts)
    set(result ${CMAKE_CURRENT_BINARY_DIR}/translations/sotto_${language}.qm)
    add_custom_command(OUTPUT ${result}
        COMMAND ${SOTTO_LRELEASE} -silent -removeidentical ${source} -qm ${result}
        DEPENDS ${source} VERBATIM)
    list(APPEND files ${source})
    list(APPEND compiled ${result})
endforeach()
qt_add_resources(sotto_ui sotto_translations PREFIX /translations BASE ${CMAKE_CURRENT_BINARY_DIR}/translations FILES ${compiled})

add_custom_target(update-translations
    COMMAND ${SOTTO_LUPDATE} -silent -I . -locations none -no-obsolete ui app/desktop -ts ${files}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
