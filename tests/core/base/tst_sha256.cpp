// SHA-256 against the vectors of FIPS 180-4 and against Qt's own, in every way to cut the input.
#include "core/base/Sha256.h"

#include <QCryptographicHash>
#include <QTest>

using ecva::Sha256;
using ecva::sha256Hex;

class TestSha256 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectors()
    {
        QCOMPARE(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QCOMPARE(sha256Hex("abc"),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QCOMPARE(sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QCOMPARE(sha256Hex(std::string(1'000'000, 'a')),
                 "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    void everyLengthAndCut()
    {
        QByteArray bytes;
        for (int i = 0; i < 300; ++i)
            bytes.append(char(i * 7 + i / 5));
        for (qsizetype size = 0; size <= bytes.size(); ++size) {
            const QByteArray piece = bytes.first(size);
            const auto expected
                = QCryptographicHash::hash(piece, QCryptographicHash::Sha256).toHex();
            const qsizetype cut = (size * 37) % (size + 1);
            Sha256 hash;
            hash.add(piece.constData(), size_t(cut));
            hash.add(piece.constData() + cut, size_t(size - cut));
            QCOMPARE(QByteArray::fromStdString(hash.finish()), expected);
        }
    }
};

QTEST_APPLESS_MAIN(TestSha256)
#include "tst_sha256.moc"
