# Starts the real window on an empty data folder, on the display this script runs in, and looks at the
# picture it saves. Variables: PROGRAM, CHECK, FOLDER.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
foreach(case "light;#FAF8F4;#1F2328" "dark;#16181B;#E8E6E1")
    list(GET case 0 theme)
    list(GET case 1 page)
    list(GET case 2 ink)
    set(picture ${FOLDER}/${theme}.png)
    execute_process(
        COMMAND ${PROGRAM} --data-dir ${FOLDER}/data --theme ${theme} --screenshot ${picture}
        RESULT_VARIABLE status TIMEOUT 60)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "the window ended with ${status}")
    endif()
    execute_process(COMMAND ${CHECK} ${picture} ${page} ${ink} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "the picture of the ${theme} window is not right")
    endif()
endforeach()
