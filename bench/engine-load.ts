/** Loads a network of as many interfaces as the argument says, and prints what that took. */

import { loadNetwork } from '../reachability/network/load/load-network';
import { engineNetwork, USUAL } from './engine-network';

const file = engineNetwork(Number(process.argv[2]), USUAL);
const expected = (file.NetworkInterfaces ?? []).length;
const text = JSON.stringify(file);

const begin = process.cpuUsage();
const network = loadNetwork(JSON.parse(text), '123456789012');
const { user, system } = process.cpuUsage(begin);

const seconds = (user + system) / 1e6;
const memory = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, memory, size: network.networkInterfaces.size, expected }));
