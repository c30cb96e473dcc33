#include "model/inference/MaskedPicture.h"

#include <QTest>

#include <algorithm>

using namespace ecva;

namespace {

PackedImage picture(int width, int height)
{
    PackedImage image{.width = width, .height = height, .channels = 3, .data = {}};
    image.data.resize(std::size_t(width) * std::size_t(height) * 3);
    return image;
}

} // namespace

class TestMaskedPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneColour()
    {
        const PackedImage solid = solidPicture(picture(3, 2), {122, 116, 104});
        QCOMPARE(solid.width, 3);
        QCOMPARE(solid.height, 2);
        QCOMPARE(solid.data.size(), 18u);
        for (std::size_t i = 0; i < solid.data.size(); i += 3) {
            QCOMPARE(solid.data[i], 122);
            QCOMPARE(solid.data[i + 1], 116);
            QCOMPARE(solid.data[i + 2], 104);
        }
    }

    void evenPicturesStay()
    {
        PackedImage image = picture(40, 30);
        std::ranges::fill(image.data, std::uint8_t(201));
        QCOMPARE(blurredPicture(image).data, image.data);
        PackedImage dot = picture(1, 1);
        dot.data = {1, 2, 3};
        QCOMPARE(blurredPicture(dot).data, dot.data);
    }

    /// A line of 9: radius 1, so three means over three neighbours: (1 3 6 7 6 3 1) / 27.
    void aPointSpreads()
    {
        PackedImage image = picture(9, 1);
        image.data[4 * 3] = 243;
        const PackedImage blurred = blurredPicture(image);
        const int expected[] = {0, 9, 27, 54, 63, 54, 27, 9, 0};
        for (std::size_t x = 0; x < 9; ++x) {
            QCOMPARE(int(blurred.data[x * 3]), expected[x]);
            QCOMPARE(int(blurred.data[x * 3 + 1]), 0);
        }
    }

    void detailsAreGone()
    {
        PackedImage image = picture(160, 120);
        for (int y = 0; y < 120; ++y) {
            for (int x = 0; x < 160 * 3; ++x)
                image.data[std::size_t(y) * 480 + std::size_t(x)] = (x / 3 + y) % 2 ? 255 : 0;
        }
        const PackedImage blurred = blurredPicture(image);
        // Away from the corners, whose pixels count for all that lies outside.
        for (int y = 40; y < 80; ++y) {
            for (int x = 40; x < 120; ++x) {
                const int value = blurred.data[std::size_t(y) * 480 + std::size_t(x) * 3];
                QVERIFY(value >= 125 && value <= 130);
            }
        }
    }

    void sidesAreTreatedAlike()
    {
        PackedImage wide = picture(31, 17), tall = picture(17, 31);
        for (std::size_t y = 0; y < 17; ++y) {
            for (std::size_t x = 0; x < 31; ++x) {
                for (std::size_t c = 0; c < 3; ++c) {
                    const auto value = std::uint8_t(y < 8 ? 200 : 10 + c);
                    wide.data[(y * 31 + x) * 3 + c] = value;
                    tall.data[(x * 17 + y) * 3 + c] = value;
                }
            }
        }
        const PackedImage one = blurredPicture(wide), other = blurredPicture(tall);
        for (std::size_t y = 0; y < 17; ++y) {
            for (std::size_t x = 0; x < 31; ++x)
                QCOMPARE(one.data[(y * 31 + x) * 3], other.data[(x * 17 + y) * 3]);
        }
    }
};

QTEST_APPLESS_MAIN(TestMaskedPicture)
#include "tst_masked_picture.moc"
