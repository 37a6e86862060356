// `npm start`: installs and builds what is missing or old, then becomes the server.
import { build, checkNode, install } from './toolchain.mjs';

checkNode();
install();
build();
await import('../apps/server/dist/main.js');
