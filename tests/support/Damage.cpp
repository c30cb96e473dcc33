#include "tests/support/Damage.h"

#include <algorithm>
#include <random>

namespace ecva::test {
namespace {

constexpr qsizetype kHeader = 2048;
constexpr qsizetype kTable = 4096;
constexpr qsizetype kPiece = 4096;

constexpr const char *kNames[] = {"a bit in the header",
                                  "bits everywhere",
                                  "cut",
                                  "a zeroed piece",
                                  "noise in a piece",
                                  "two pieces swapped",
                                  "a piece missing",
                                  "a piece twice",
                                  "bits in the table at the end",
                                  "bytes of the header set to 255",
                                  "begins later",
                                  "many bits"};
constexpr int kKinds = static_cast<int>(std::size(kNames));

class Hand
{
public:
    Hand(QByteArray bytes, std::uint64_t seed)
        : m_bytes(std::move(bytes))
        , m_random(seed)
    {
    }

    qsizetype below(qsizetype limit)
    {
        return limit < 1 ? 0
                         : static_cast<qsizetype>(m_random() % static_cast<std::uint64_t>(limit));
    }

    void flip(qsizetype from, qsizetype to, qsizetype count)
    {
        for (qsizetype i = 0; i < count; ++i) {
            const qsizetype place = from + below(to - from);
            m_bytes[place] = static_cast<char>(m_bytes[place] ^ (1 << below(8)));
        }
    }

    QByteArray hurt(int kind)
    {
        const qsizetype size = m_bytes.size();
        const qsizetype piece = std::min(kPiece, size / 8);
        const qsizetype first = below(size - piece);
        const qsizetype second = below(size - piece);
        switch (kind) {
        case 0:
            flip(0, std::min(kHeader, size), 1 + below(4));
            break;
        case 1:
            flip(0, size, 1 + below(20));
            break;
        case 2:
            m_bytes.truncate(1 + below(size - 1));
            break;
        case 3:
            m_bytes.replace(first, piece, QByteArray(piece, '\0'));
            break;
        case 4:
            for (qsizetype i = 0; i < piece; ++i)
                m_bytes[first + i] = static_cast<char>(m_random());
            break;
        case 5: {
            const QByteArray one = m_bytes.mid(first, piece);
            m_bytes.replace(first, piece, m_bytes.mid(second, piece));
            m_bytes.replace(second, piece, one);
            break;
        }
        case 6:
            m_bytes.remove(first, piece);
            break;
        case 7:
            m_bytes.insert(second, m_bytes.mid(first, piece));
            break;
        case 8:
            flip(std::max<qsizetype>(0, size - kTable), size, 1 + below(8));
            break;
        case 9: {
            const qsizetype place = below(std::min(kHeader, size) - 8);
            m_bytes.replace(place, 4, QByteArray(4, '\xff'));
            break;
        }
        case 10:
            m_bytes.remove(0, 1 + below(std::min(kHeader, size / 2)));
            break;
        default:
            flip(size / 10, size, size / 200 + 1);
            break;
        }
        return m_bytes;
    }

private:
    QByteArray m_bytes;
    std::mt19937_64 m_random;
};

} // namespace

QByteArray damaged(const QByteArray &content, int variant, std::uint64_t seed)
{
    if (content.size() < 64)
        return content.left(content.size() / 2);
    for (std::uint64_t attempt = 0;; ++attempt) {
        Hand hand(content, seed * 1000003 + static_cast<std::uint64_t>(variant) + attempt * 7919);
        QByteArray hurt = hand.hurt(variant % kKinds);
        if (hurt != content)
            return hurt;
    }
}

const char *damageName(int variant)
{
    return kNames[variant % kKinds];
}

} // namespace ecva::test
