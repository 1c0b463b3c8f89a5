/**
 * The groups of SRP (RFC 5054 Appendix A). The one of 1024 bits reproduces the RFC's own test vectors and
 * is good for nothing else: no message can name it.
 */
/** Sizes of the groups that the protocol allows. */
export type SrpBits = 2048 | 3072 | 4096;

/** A group: the safe prime `N`, the generator `g`, and the length of `N` in bits and bytes. */
export interface SrpGroup<Bits extends number = SrpBits> {
  readonly bits: Bits;
  readonly length: number;
  readonly N: bigint;
  readonly g: bigint;
}

const prime1024 =
  "eeaf0ab9adb38dd69c33f80afa8fc5e86072618775ff3c0b9ea2314c9c256576d674df7496ea81d3383b4813d692c6e0" +
  "e0d5d8e250b98be48e495c1d6089dad15dc7d7b46154d6b6ce8ef4ad69b15d4982559b297bcf1885c529f566660e57ec" +
  "68edbc3c05726cc02fd4cbf4976eaa9afd5138fe8376435b9fc61d2fc0eb06e3";

const prime2048 =
  "ac6bdb41324a9a9bf166de5e1389582faf72b6651987ee07fc3192943db56050a37329cbb4a099ed8193e0757767a13d" +
  "d52312ab4b03310dcd7f48a9da04fd50e8083969edb767b0cf6095179a163ab3661a05fbd5faaae82918a9962f0b93b8" +
  "55f97993ec975eeaa80d740adbf4ff747359d041d5c33ea71d281e446b14773bca97b43a23fb801676bd207a436c6481" +
  "f1d2b9078717461a5b9d32e688f87748544523b524b0d57d5ea77a2775d2ecfa032cfbdbf52fb3786160279004e57ae6" +
  "af874e7303ce53299ccc041c7bc308d82a5698f3a8d0c38271ae35f8e9dbfbb694b5c803d89f7ae435de236d525f5475" +
  "9b65e372fcd68ef20fa7111f9e4aff73";

const prime3072 =
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd" +
  "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
  "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f" +
  "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
  "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510" +
  "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7" +
  "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c" +
  "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff";

const prime4096 =
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd" +
  "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed" +
  "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f" +
  "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b" +
  "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510" +
  "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7" +
  "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c" +
  "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a92108011a723c12a787e6d7" +
  "88719a10bdba5b2699c327186af4e23c1a946834b6150bda2583e9ca2ad44ce8dbbbc2db04de8ef92e8efc141fbecaa6" +
  "287c59474e6bc05d99b2964fa090c3a2233ba186515be7ed1f612970cee2d7afb81bdd762170481cd0069127d5b05aa9" +
  "93b4ea988d8fddc186ffb7dc90a6c08f4df435c934063199ffffffffffffffff";

function group<Bits extends number>(bits: Bits, prime: string, g: bigint): SrpGroup<Bits> {
  return { bits, length: bits / 8, N: BigInt(`0x${prime}`), g };
}

const groups: Readonly<Record<SrpBits, SrpGroup>> = {
  2048: group(2048, prime2048, 2n),
  3072: group(3072, prime3072, 5n),
  4096: group(4096, prime4096, 5n),
};

/** The group of RFC 5054 Appendix B's vectors, far too small for use. */
export const rfc5054TestGroup: SrpGroup<1024> = group(1024, prime1024, 2n);

/** The group of this size. */
export function srpGroup(bits: SrpBits): SrpGroup {
  return groups[bits];
}

/** The group whose elements, a verifier among them, are stored and sent with this many bytes. */
export function srpGroupOf({ length }: Uint8Array): SrpGroup {
  for (const group of Object.values(groups)) if (group.length === length) return group;
  throw new RangeError(`srpGroupOf: no group has elements of ${length} bytes`);
}
