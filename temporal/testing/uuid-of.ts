export { md5Uuid as uuidOf } from "../src/bronze/md5-uuid.ts";
