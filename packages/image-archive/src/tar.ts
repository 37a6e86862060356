/** The tar inside: for readers of layers, which are no archives of images. */
export { ByteReader } from './byte-reader.ts';
export { scanTar, type TarEntry } from './tar-scan.ts';
export { compressionOf } from './unpack.ts';
export { unzstd } from './zstd.ts';
