#include "app/extract/markup/mathml.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace sotto::extract {
namespace {

std::string math(const std::string& content) {
    const auto document = XmlDocument::parse("<m:math xmlns:m='m'>" + content + "</m:math>");
    REQUIRE(document.has_value());
    return mathml_text(document->root());
}

TEST_CASE("MathML: powers, indices, fractions and roots") {
    CHECK(math("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>") == "E=mc²");
    CHECK(math("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>") ==
          "(a+b)/2");
    CHECK(math("<msup><mn>10</mn><mrow><mo>-</mo><mn>4</mn></mrow></msup>") == "10^-4");
    CHECK(math("<msub><mi>x</mi><mi>i</mi></msub><mi>y</mi>") == "x_i y");
    CHECK(math("<msubsup><mi>x</mi><mn>1</mn><mi>n</mi></msubsup>") == "x₁^n");
    CHECK(math("<msup><mi>e</mi><mi>ab</mi></msup>") == "e^ab");
    CHECK(math("<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mn>3</mn>"
               "</msup>") == "(a+b)³");
    CHECK(math("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>") == "√(x+1)");
    CHECK(math("<mroot><mi>x</mi><mn>3</mn></mroot>") == "∛x");
    CHECK(math("<msup><mi>f</mi><mo>\u2032</mo></msup>") == "f\u2032");
    CHECK(math("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>") == "binom(n,k)");
}

TEST_CASE("MathML: pieces do not run together, and a fraction that is a factor has brackets") {
    CHECK(math("<mi>sin</mi><mo>\u2061</mo><mi>x</mi>") == "sin x");
    CHECK(math("<mfrac><mn>1</mn><mn>2</mn></mfrac><mi>m</mi><msup><mi>v</mi><mn>2</mn></msup>") ==
          "(1/2)mv²");
    CHECK(math("<mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>") == "2 1/2");
    CHECK(math("<mi>x</mi><mo>+</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>") == "x+1/2");
    CHECK(math("<mn>2</mn><mo>\u2062</mo><mi>x</mi>") == "2x");
}

TEST_CASE("MathML: limits, accents, brackets, tables and pre-scripts") {
    CHECK(math("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi>"
               "</munderover><msub><mi>x</mi><mi>i</mi></msub>") == "∑_(i=1)^n x_i");
    CHECK(math("<munder><mo>lim</mo><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>"
               "<mi>f</mi>") == "lim_(x→0) f");
    CHECK(math("<mover><mi>x</mi><mo>¯</mo></mover>") == "x\u0304");
    CHECK(math("<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>→</mo></mover>") == "vec(AB)");
    CHECK(math("<mfenced open='[' close=')'><mn>0</mn><mn>1</mn></mfenced>") == "[0,1)");
    CHECK(math("<mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd>"
               "<mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>)</mo>") == "(1, 2; 3, 4)");
    CHECK(
        math("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr></mtable>") ==
        "a=b");
    CHECK(math("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>") ==
          "¹⁴₆C");
    CHECK(math("<mphantom><mi>x</mi></mphantom><mi>y</mi>") == "y");
}

TEST_CASE("MathML: what a formula says twice is written once") {
    const std::string tex = "<annotation encoding='application/x-tex'>x^{2}</annotation>";
    CHECK(math("<semantics><msup><mi>x</mi><mn>2</mn></msup>" + tex + "</semantics>") == "x²");
    CHECK(math("<semantics><mrow/>" + tex + "</semantics>") == "x^{2}");
    CHECK(math("<semantics><mi>x</mi><annotation-xml encoding='MathML-Content'><ci>x</ci>"
               "</annotation-xml></semantics>") == "x");
    CHECK(math("<apply><plus/><ci>a</ci><apply><power/><ci>b</ci><cn>2</cn></apply></apply>") ==
          "a+b²");
    CHECK(plain_tex("{\\displaystyle x^{2}}") == "x^{2}");
}

TEST_CASE("MathML: endless nesting ends, and time does not grow with the power of the depth") {
    std::string deep = "<mi>x</mi>";
    for (int i = 0; i < 300; ++i) {
        deep = "<semantics><mrow>" + deep + "</mrow></semantics>";
    }
    const auto document = XmlDocument::parse("<math>" + deep + "</math>");
    CHECK((!document || mathml_text(document->root()).empty()));
    std::string within;
    for (int i = 0; i < 60; ++i) {
        within = "<semantics><mrow>" + within + "<mi>x</mi></mrow></semantics>";
    }
    CHECK(math(within).size() == 60);
}

} // namespace
} // namespace sotto::extract
