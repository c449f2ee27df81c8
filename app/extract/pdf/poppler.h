#pragma once

// Poppler's own interface. It may change with every version of Poppler, so all that is used of it
// is included here.

#include <Annot.h>
#include <ErrorCodes.h>
#include <GfxFont.h>
#include <GfxState.h>
#include <GlobalParams.h>
#include <PDFDoc.h>
#include <Stream.h>
#include <TextOutputDev.h>
#include <UTF.h>
#include <goo/GooString.h>
